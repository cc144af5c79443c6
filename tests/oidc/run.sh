#!/usr/bin/env bash
# Runs the tests of single sign-on against a real OpenID Connect provider.
#
# Installs the provider (npm, the versions of package-lock.json) when it is not
# here or is another version, starts it on a free port of loopback, runs the
# tests, and stops it again, also when they fail or are interrupted.
#
# Usage: tests/oidc/run.sh [arguments for `cargo test`]
set -euo pipefail

say() { printf 'test-oidc: %s\n' "$*"; }

here=$(cd "$(dirname "$0")" && pwd)
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.installed"; then
    say "installing the provider"
    npm ci --prefix "$here" --ignore-scripts --no-progress --loglevel=error
    cp "$here/package-lock.json" "$here/node_modules/.installed"
fi

words=$(mktemp)
node "$here/provider.mjs" "http://127.0.0.1:8080/sign-in/oidc/callback" >"$words" 2>&1 &
provider=$!
clean_up() {
    local status=$?
    trap - EXIT INT TERM HUP
    kill "$provider" 2>/dev/null || true
    if [ "$status" -ne 0 ]; then
        say "last words of the provider:"
        tail -n 20 "$words" || true
    fi
    rm -f "$words"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

issuer=""
for _ in $(seq 100); do
    issuer=$(grep -m1 '^http://' "$words" || true)
    [ -n "$issuer" ] && break
    kill -0 "$provider" 2>/dev/null || { say "the provider did not start"; exit 2; }
    sleep 0.1
done
[ -n "$issuer" ] || { say "the provider did not say its address"; exit 2; }

say "provider at $issuer; running the tests"
export TEST_OIDC_ISSUER="$issuer"
cargo test --workspace --test web "$@" -- single_sign_on
say "passed"
