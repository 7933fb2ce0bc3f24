# Imports a copy of the public set "Customer Support on Twitter" by the command line, twice.
# shellcheck shell=bash

# The copy to read: EARSHOT_TWCS, or data that lies beside the checkout.
twcs_file() {
  local file
  for file in ${EARSHOT_TWCS:+"$EARSHOT_TWCS"} ../data/twcs/*.tsv ../*/data/twcs/*.tsv; do
    if [[ -r $file ]] && head -n 1 "$file" | grep -q $'^tweet_id\tauthor_id\tinbound'; then
      realpath "$file"
      return
    fi
  done
  return 1
}

# import_twice PROGRAM FILE [WORD...]: every record comes in, and comes in once. The words say where.
import_twice() {
  local program=$1 file=$2 folder records
  shift 2
  folder="$(mktemp -d "${TMPDIR:-/tmp}/earshot-history.XXXXXX")"
  at_exit rm -rf "$folder"
  # A record begins with its number; its text may run over several lines.
  records="$(grep -cP '^\d+\t' "$file")"
  import_says "read=$records new=$records duplicate=0 broken=0 " \
    "$program" --data "$folder" "$@" import twcs "$file"
  import_says "read=$records new=0 duplicate=$records broken=0 " \
    "$program" --data "$folder" "$@" import twcs "$file"
  "$program" --data "$folder" "$@" verify | tee "$folder/verified"
  grep -q 'problems=0$' "$folder/verified"
}

# import_says START COMMAND...: the last line that the command prints begins so.
import_says() {
  local wanted=$1 said
  shift
  said="$("$@" | tail -n 1)"
  echo "$said"
  if [[ $said != "$wanted"* ]]; then
    echo "It should begin with \"$wanted\"" >&2
    return 1
  fi
}

# A new database on the PostgreSQL of the tests; prints its URL.
history_database() {
  local name=earshot_history_$$
  "${postgres_psql:-psql}" -XAtq "$EARSHOT_TEST_POSTGRES" -c "CREATE DATABASE $name" >&2
  echo "${EARSHOT_TEST_POSTGRES%/*}/$name"
}

drop_history_database() {
  "${postgres_psql:-psql}" -XAtq "$EARSHOT_TEST_POSTGRES" \
    -c "DROP DATABASE IF EXISTS earshot_history_$$ WITH (FORCE)"
}
