# shellcheck shell=bash disable=SC2034
# What the scripts share. Sourced, never run: it leaves the caller in the repository's top folder, so that
# cargo and rustc are always the ones that rust-toolchain.toml pins.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Tools that are built once and outlive a clone.
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/lishu
PATH=$HOME/.cargo/bin:$PATH
export npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false

say() { printf '==> %s\n' "$*" >&2; }

fail() {
    printf 'lishu: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# logged LOG COMMAND…: runs the command quietly and shows the end of its log only if it fails.
logged() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        return 1
    }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        fail "this step needs root: run it as root, or install sudo ($*)"
    fi
}

# apt_install PACKAGE…: the package lists are fetched only when they don't know a package, or when what
# they know is no longer there.
apt_install() {
    have apt-get || fail "please install $* with your system's package manager: there is no apt-get here"
    say "installing $* with apt"
    mkdir -p target/log
    local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
    as_root "${install[@]}" >target/log/apt 2>&1 && return
    as_root apt-get update >target/log/apt-update 2>&1 || true
    as_root "${install[@]}" >target/log/apt 2>&1 && return
    tail -n 20 target/log/apt >&2
    fail "apt could not install $*: see above, install it by hand, then run the same command again"
}

# Everything that compiles goes through here first.
need_rust() {
    have rustup || have cargo || fail "Rust is missing: install it with rustup (https://rustup.rs), then run the same command again"
    # Outside of rustup's own defaults (offline, automatic installs off) this names the toolchain that it lacks.
    rustc --version >/dev/null 2>&1 || rustup toolchain install >&2 ||
        fail "the Rust version that rust-toolchain.toml names can't be had: install it with 'rustup toolchain install', then run the same command again"
    have cc || apt_install build-essential
}

# The command must be of the same version as the crate, so Cargo.lock says which.
WASM_BINDGEN=$(awk '$3 == "\"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock)
WASM_BINDGEN_ROOT=$CACHE/wasm-bindgen-$WASM_BINDGEN
NEXTEST=0.9.143
NEXTEST_ROOT=$CACHE/cargo-nextest-$NEXTEST
NODE=22.23.3
NODE_ROOT=$CACHE/node-$NODE
NODE_PACKAGE=node-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
PATH=$PWD/scripts/node_modules/.bin:$WASM_BINDGEN_ROOT/bin:$NODE_ROOT/node_modules/$NODE_PACKAGE/bin:$PATH:$NEXTEST_ROOT/bin

# npm notes in node_modules which lock it installed; older than the lock means: not this one.
npm_current() { [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; }

npm_install() {
    logged "target/log/npm-$1" npm ci --prefix "$1" ||
        fail "npm could not install the packages of $1/package-lock.json (see above): look at the connection to the npm registry, then run the same command again"
    touch "$1/node_modules/.package-lock.json"
}

# Where Debian, or whatever else is first on the PATH, has PostgreSQL's server.
postgres_bin() {
    local bin
    for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(dirname "$(command -v initdb)")"; do
        [ ! -x "$bin/initdb" ] || [ ! -x "$bin/postgres" ] || { echo "$bin"; return; }
    done
    return 1
}

chromium_bin() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if have "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}
