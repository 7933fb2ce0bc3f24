# A throw-away PostgreSQL for the tests: own folder, free loopback port, gone at exit.
# shellcheck shell=bash

# The folder with initdb and pg_ctl; fails when there is none.
postgres_programs() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    if [[ -x $folder/initdb ]]; then
      echo "$folder"
      return
    fi
  done
  if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
    dirname "$(readlink -f "$(command -v initdb)")"
    return
  fi
  return 1
}

# PostgreSQL refuses to run as root: as root, its own user runs it.
as_postgres() {
  if [[ $EUID == 0 ]]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

free_port() {
  local port
  for _ in {1..50}; do
    port=$((20000 + RANDOM))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  return 1
}

# start_postgres: sets EARSHOT_TEST_POSTGRES; false (and a note) when there is no PostgreSQL.
start_postgres() {
  if [[ -n ${EARSHOT_TEST_POSTGRES:-} ]]; then
    return
  fi
  local programs
  if ! programs="$(postgres_programs)"; then
    if ! apt_install postgresql || ! programs="$(postgres_programs)"; then
      skip "rust on PostgreSQL" "PostgreSQL 15 or newer is not installed"
      return 1
    fi
  fi
  if [[ $EUID == 0 ]] && ! id postgres >/dev/null 2>&1; then
    skip "rust on PostgreSQL" "there is no user \"postgres\" to run it as"
    return 1
  fi
  launch_postgres "$programs"
}

# postgres_settings holds further options; without it the server is fast and forgets at a power cut.
launch_postgres() {
  local programs=$1 folder port
  folder="$(mktemp -d "${TMPDIR:-/tmp}/earshot-postgres.XXXXXX")"
  at_exit stop_postgres "$programs" "$folder"
  if [[ $EUID == 0 ]]; then
    chown postgres "$folder"
  fi
  as_postgres "$programs/initdb" --pgdata "$folder/data" --username postgres --auth trust \
    --encoding UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log" || {
    cat "$folder/initdb.log" >&2
    exit 1
  }
  for _ in {1..5}; do
    port="$(free_port)"
    if as_postgres "$programs/pg_ctl" --pgdata "$folder/data" --log "$folder/data/server.log" \
      --wait --silent --options "-p $port -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories=$folder -c max_connections=200 \
      ${postgres_settings--c fsync=off -c synchronous_commit=off -c full_page_writes=off}" start; then
      export EARSHOT_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
      postgres_psql="$programs/psql"
      echo "PostgreSQL listens on 127.0.0.1:$port"
      return
    fi
  done
  tail -20 "$folder/data/server.log" >&2
  exit 1
}

stop_postgres() {
  local programs=$1 folder=$2
  if [[ -f $folder/data/postmaster.pid ]]; then
    as_postgres "$programs/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop
  fi
  rm -rf "$folder"
}

# The number of the next writing transaction. It only grows, also when tests drop their databases,
# so the difference of two readings says how much a run has written.
postgres_transactions() {
  "${postgres_psql:-psql}" -XAtq "$EARSHOT_TEST_POSTGRES" \
    -c "select pg_snapshot_xmax(pg_current_snapshot())::text"
}
