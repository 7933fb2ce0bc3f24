# The browser tests: system Chromium, driven by Playwright, against the development binary.
# shellcheck shell=bash

find_chromium() {
  local name
  for name in "${EARSHOT_CHROMIUM:-}" chromium chromium-headless-shell google-chrome-stable; do
    if [[ -n $name ]] && command -v "$name"; then
      return
    fi
  done
  return 1
}

# need_chromium: sets EARSHOT_CHROMIUM; false (and a note) when there is no browser.
need_chromium() {
  if ! EARSHOT_CHROMIUM="$(find_chromium)"; then
    if ! apt_install chromium || ! EARSHOT_CHROMIUM="$(find_chromium)"; then
      skip browser "Chromium is not installed"
      return 1
    fi
  fi
  export EARSHOT_CHROMIUM
}

run_browser_tests() {
  cargo build --bin earshot
  export EARSHOT_BIN="${CARGO_TARGET_DIR:-$PWD/target}/debug/earshot"
  export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  (
    cd tests/e2e || exit 1
    npm ci --no-audit --no-fund
    npm run check
    npx playwright test
  )
}
