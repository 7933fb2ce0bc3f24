# What the fault suites share: they run a command of earshot-load on each engine.
# shellcheck shell=bash disable=SC2154 # bench.sh sets programs and places

# fault_suite COMMAND SHORT [both|sqlite|postgres] [--short] [OPTIONS...]
# SHORT holds the options of a short run, in which both engines run side by side.
fault_suite() {
  local command=$1 short=$2 engines=(sqlite postgres) side_by_side=no options=()
  shift 2
  while (($# > 0)); do
    case $1 in
      both) ;;
      sqlite | postgres) engines=("$1") ;;
      --short)
        side_by_side=yes
        read -ra options <<<"$short"
        ;;
      -*)
        options+=("$@")
        break
        ;;
      *)
        echo "usage: scripts/faults/$command [sqlite|postgres|both] [--short] [OPTIONS]" >&2
        exit 2
        ;;
    esac
    shift
  done
  build_release
  if [[ ${engines[*]} == *postgres* ]]; then
    # Only earshot is killed here, so the throw-away PostgreSQL may keep its tests' settings.
    start_postgres || exit 1
    need_psql
  fi
  local engine runs=() failed=no
  for engine in "${engines[@]}"; do
    new_place "$engine"
    "$load" prepare "${place[@]}"
    if [[ $side_by_side == no ]]; then
      echo "== $engine"
      "$load" "$command" "${place[@]}" --binary "$earshot" "${options[@]}"
    else
      "$load" "$command" "${place[@]}" --binary "$earshot" "${options[@]}" \
        >"${place[1]}/told" 2>&1 &
      runs+=("$! $engine ${place[1]}/told")
    fi
  done
  local run pid told
  for run in "${runs[@]}"; do
    read -r pid engine told <<<"$run"
    wait "$pid" || failed=yes
    echo "== $engine"
    cat "$told"
  done
  if [[ $failed == yes ]]; then
    return 1
  fi
  echo "scripts/faults/$command: passed in $SECONDS s (${engines[*]})"
}
