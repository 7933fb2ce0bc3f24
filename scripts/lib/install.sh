# Installs what a suite needs, where that is ours to do: as root on Debian.
# shellcheck shell=bash

apt_fresh=no

may_install() { [[ $EUID == 0 ]] && grep -qx "ID=debian" /etc/os-release 2>/dev/null; }

# apt_install PACKAGE...: true when the packages are there afterwards.
apt_install() {
  may_install || return 1
  echo "installing $*"
  if [[ $apt_fresh == no ]]; then
    apt-get update -qq || return 1
    apt_fresh=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need_node STEP: true when Node and npm are there. Which versions work is the README's word.
need_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    skip "$1" "Node 20 or newer and npm are not installed"
    return 1
  fi
  local major
  major="$(node -p 'process.versions.node.split(".")[0]')"
  if ((major < 20)); then
    skip "$1" "Node is $(node --version), 20 or newer is needed"
    return 1
  fi
}
