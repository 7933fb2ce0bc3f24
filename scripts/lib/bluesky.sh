# A throw-away Bluesky network for the tests: PLC directory, PDS and AppView from npm, a Jetstream in front of
# them, PostgreSQL and Redis behind them, all on free loopback ports, gone at exit.
# shellcheck shell=bash

# start_bluesky: sets EARSHOT_TEST_BLUESKY; false (and a note) when it cannot be started.
start_bluesky() {
  if [[ -n ${EARSHOT_TEST_BLUESKY:-} ]]; then
    return
  fi
  need_node bluesky || return 1
  if ! command -v redis-server >/dev/null && ! apt_install redis-server; then
    skip bluesky "Redis is not installed"
    return 1
  fi
  local modules folder
  modules="${XDG_CACHE_HOME:-$HOME/.cache}/earshot/servers/bluesky"
  install_bluesky "$modules" || {
    skip bluesky "the network's npm packages cannot be installed"
    return 1
  }
  start_postgres || return 1
  folder="$(mktemp -d "${TMPDIR:-/tmp}/earshot-bluesky.XXXXXX")"
  at_exit stop_bluesky "$folder"
  launch_bluesky "$modules" "$folder"
}

# The packages, about 360 MB, in a folder that outlives the checkout.
install_bluesky() {
  local folder=$1 headers
  mkdir -p "$folder"
  if cmp -s tests/servers/bluesky/package.json "$folder/package.json" && [[ -e $folder/installed ]]; then
    return
  fi
  rm -f "$folder/installed"
  cp tests/servers/bluesky/package.json "$folder/"
  # What is compiled needs the headers of this Node, which Debian's packages put beside it.
  headers="$(dirname "$(dirname "$(command -v node)")")"
  if [[ -e $headers/include/node/node.h ]]; then
    export npm_config_nodedir="$headers"
  fi
  echo "installing the network's npm packages; that takes some minutes"
  (cd "$folder" && npm_config_build_from_source=true npm install --no-audit --no-fund >install.log 2>&1) || {
    tail -n 5 "$folder/install.log" >&2
    return 1
  }
  touch "$folder/installed"
}

launch_bluesky() {
  local modules=$1 folder=$2 redis port jetstream
  # Ten ports in a row: the first is free, and the others nearly always are.
  redis="$(free_port)" port="$(free_port)" jetstream="$(free_port)"
  redis-server --port "$redis" --bind 127.0.0.1 --save '' --daemonize yes \
    --pidfile "$folder/redis.pid" --dir "$folder" >/dev/null
  export NODE_PATH="$modules/node_modules"
  DB_POSTGRES_URL="$EARSHOT_TEST_POSTGRES" REDIS_HOST="127.0.0.1:$redis" LOG_ENABLED=false PORT="$port" \
    node tests/servers/bluesky/network.cjs >"$folder/network.log" 2>&1 &
  echo $! >"$folder/network.pid"
  wait_for_word "$folder/network.log"
  PDS="ws://localhost:$((port + 1))" PORT="$jetstream" \
    node tests/servers/bluesky/jetstream.cjs >"$folder/jetstream.log" 2>&1 &
  echo $! >"$folder/jetstream.pid"
  wait_for_word "$folder/jetstream.log"
  export EARSHOT_TEST_BLUESKY="http://localhost:$((port + 1)) ws://localhost:$jetstream"
  echo "A Bluesky network listens on localhost: $EARSHOT_TEST_BLUESKY"
}

wait_for_word() {
  for _ in {1..600}; do
    if grep -q '^up' "$1"; then
      return
    fi
    sleep 0.2
  done
  tail -n 20 "$1" >&2
  echo "the Bluesky network did not come up" >&2
  exit 1
}

stop_bluesky() {
  local folder=$1 file
  for file in jetstream network redis; do
    if [[ -e $folder/$file.pid ]]; then
      kill "$(cat "$folder/$file.pid")" 2>/dev/null || true
    fi
  done
  rm -rf "$folder"
}
