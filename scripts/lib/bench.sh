# What the benchmark and the fault scripts share: programs, servers, databases of their own.
# shellcheck shell=bash

# build_release: sets earshot and load, the two programs; those in $EARSHOT_PROGRAMS, where it is set.
build_release() {
  local folder="${EARSHOT_PROGRAMS:-}"
  if [[ -z $folder ]]; then
    # In one go: apart, each would choose other features of the same libraries and build them anew.
    cargo build --release --package earshot-app --package earshot-load
    folder="${CARGO_TARGET_DIR:-$PWD/target}/release"
  fi
  earshot="$folder/earshot"
  # shellcheck disable=SC2034 # the scripts run it
  load="$folder/earshot-load"
}

# new_place ENGINE: sets place, the arguments that say where the data is: a fresh folder, and for
# PostgreSQL a fresh database. The folder goes at exit.
new_place() {
  local engine=$1 folder name
  folder="$(mktemp -d "${TMPDIR:-/tmp}/earshot-load.XXXXXX")"
  at_exit rm -rf "$folder"
  place=(--data "$folder")
  if [[ $engine == postgres ]]; then
    name="earshot_load_${folder##*.}"
    "$postgres_psql" -XAtq "$EARSHOT_TEST_POSTGRES" -c "create database \"$name\""
    at_exit drop_database "$name"
    place+=(--database "${EARSHOT_TEST_POSTGRES%/*}/$name")
  fi
}

# A throw-away PostgreSQL is gone by then, with all its databases.
drop_database() {
  "$postgres_psql" -XAtq "$EARSHOT_TEST_POSTGRES" -c "drop database \"$1\" with (force)" 2>/dev/null
}

# start_server: starts earshot on the place; sets server (its address) and server_pid.
start_server() {
  server="127.0.0.1:$(free_port)"
  "$earshot" serve "${place[@]}" --listen "$server" >/dev/null &
  server_pid=$!
  at_exit end_server "$server_pid"
  local tries
  for ((tries = 0; tries < 500; tries++)); do
    if (exec 3<>"/dev/tcp/${server/://}") 2>/dev/null; then
      return
    fi
    sleep 0.02
  done
  echo "the server does not take connections" >&2
  return 1
}

end_server() { kill -KILL "$1" 2>/dev/null; }

# stop_server: asks it to end, and waits.
stop_server() {
  kill -TERM "$server_pid"
  wait "$server_pid" || true
}

# need_psql: sets postgres_psql also where the server is somebody else's.
need_psql() {
  if [[ -z ${postgres_psql:-} ]]; then
    postgres_psql="$(command -v psql)" || {
      echo "psql is not installed, and it makes the databases of this script" >&2
      return 1
    }
  fi
}
