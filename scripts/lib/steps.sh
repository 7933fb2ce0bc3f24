# Runs named steps, times them, cleans up, and writes the closing line.
# shellcheck shell=bash

step_now=""
steps_done=()
steps_skipped=()
cleanups=()

# step NAME: runs the function NAME. It must not be called in a condition: there `set -e` sleeps.
step() {
  step_now="$1"
  local start=$SECONDS
  printf '\n== %s\n' "$1"
  "$1"
  printf -- '-- %s: %d s\n' "$1" $((SECONDS - start))
  steps_done+=("$1 $((SECONDS - start)) s")
  step_now=""
}

# What the gate may do without: a mail server of its own, and a public set that it has no copy of.
may_be_missing=(mail history)

# skip STEP WHY: notes for the closing line that a suite did not run. With $complete that is a failure; in
# the gate (CI=true) it is one as well, but for what $may_be_missing names.
skip() {
  echo "skipped: $2"
  steps_skipped+=("$1 ($2)")
  if [[ ${complete:-no} == yes ]]; then
    echo "scripts/test --complete: every suite has to run" >&2
    exit 1
  fi
  if [[ ${CI:-} == true && " ${may_be_missing[*]} " != *" $1 "* ]]; then
    echo "scripts/test with CI=true: \"$1\" has to run" >&2
    exit 1
  fi
}

# at_exit COMMAND...: runs a command when the script ends, however it ends.
at_exit() { cleanups+=("$(printf '%q ' "$@")"); }

clean_up() {
  local status=$? command
  trap - EXIT
  for command in "${cleanups[@]}"; do
    eval "$command" || true
  done
  if ((status != 0)) && [[ -n $step_now ]]; then
    echo "scripts/test: FAILED in step \"$step_now\" after $SECONDS s" >&2
  fi
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

finish() {
  printf '\n'
  printf '%s\n' "${steps_done[@]}"
  local skipped=""
  if ((${#steps_skipped[@]} > 0)); then
    skipped="$(printf '; %s' "${steps_skipped[@]}")"
    skipped="; skipped: ${skipped#; }"
  fi
  echo "scripts/test: passed in $SECONDS s$skipped"
}
