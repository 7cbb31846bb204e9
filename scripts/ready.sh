# shellcheck shell=bash
# Makes a fresh Debian 12 or 13 with Rust ready to build Approdo. Read by scripts/demo and
# scripts/test; installs only what is missing, and nothing else.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

tell() { printf '%s\n' "approdo: $*" >&2; }

die() {
  tell "$*"
  exit 1
}

# Installs Debian packages as root or through sudo; false when that cannot be done.
install_packages() {
  local -a as=()
  command -v apt-get >/dev/null || return 1
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || return 1
    as=(sudo)
  fi
  tell "installing from Debian: $*"
  "${as[@]}" apt-get update -qq >&2 &&
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

has_package() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

postgres_bin() {
  local found
  found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
  [[ -n $found ]] && dirname "$found"
}

# What every build needs: Rust, a C compiler for SQLite, Node for the sheets.
ready_to_build() {
  local -a missing=()
  if ! command -v cargo >/dev/null; then
    # why: rustup tells new shells only; this one may be older
    [[ -x $HOME/.cargo/bin/cargo ]] || die "Rust is missing: install it from https://rustup.rs, then run this again"
    PATH="$HOME/.cargo/bin:$PATH"
  fi
  command -v cc >/dev/null || missing+=(gcc)
  [[ -e /usr/include/stdio.h ]] || missing+=(libc6-dev)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  if ((${#missing[@]})); then
    install_packages "${missing[@]}" || die "these are missing and could not be installed: ${missing[*]}"
  fi
  local node
  node=$(node -p 'process.versions.node')
  [[ $(printf '%s\n' 18.19 "$node" | sort -V | head -n 1) == 18.19 ]] ||
    die "Node $node is too old: Approdo needs 18.19 or newer (Debian 12 has 18.20, Debian 13 has 20)"
}

web_modules() {
  local lock=$root/web/package-lock.json seen=$root/web/node_modules/.package-lock.json
  if [[ ! -e $seen || $lock -nt $seen ]]; then
    (cd "$root/web" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    touch "$seen"
  fi
}

# Builds web/dist when it is missing or older than what it is made from.
ready_sheets() {
  local manifest=$root/web/dist/manifest.json changed
  if [[ -e $manifest ]] && grep -q '"staff.css"' "$manifest"; then
    changed=$(find "$root/web/sheets" "$root/web/scripts" "$root/web/build.mjs" "$root/web/package.json" \
      "$root/web/package-lock.json" -newer "$manifest" -print -quit)
    [[ -n $changed ]] || return 0
  fi
  web_modules
  (cd "$root/web" && npm run --silent build >&2)
}
