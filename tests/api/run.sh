#!/usr/bin/env bash
# Tests the JSON API against its own description.
#
# Serves the demonstration on a free port of loopback, makes an access token the
# way a person does, and lets schemathesis send what the OpenAPI document allows
# and what it does not: no answer may be a server error, and each must be as the
# document says. Once with any address, once with a plan and an action that there
# are. Stops the server again, also when the test fails or is interrupted.
#
# Usage: tests/api/run.sh [arguments for `schemathesis run`]
set -euo pipefail

say() { printf 'test-api: %s\n' "$*"; }

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
schemathesis=$(scripts/install-schemathesis)
cargo build --quiet --package sightline

folder=$(mktemp -d)
: >"$folder/words"
SIGHTLINE_DATA_DIR="$folder/none" target/debug/sightline demo --out "$folder/demo" --children 60 --address 127.0.0.1:0 \
    >"$folder/words" 2>"$folder/log" &
server=$!
clean_up() {
    local status=$?
    trap - EXIT INT TERM HUP
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    if [ "$status" -ne 0 ]; then
        say "last words of the server:"
        tail -n 20 "$folder/words" "$folder/log" || true
    fi
    rm -rf "$folder"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

site=""
for _ in $(seq 1800); do
    site=$(sed -n 's/^Sightline is at \(http:[^ ]*\).*/\1/p' "$folder/words")
    [ -n "$site" ] && break
    kill -0 "$server" 2>/dev/null || { say "the server did not start"; exit 2; }
    sleep 0.1
done
[ -n "$site" ] || { say "the server did not say its address"; exit 2; }
token=$(python3 "$here/make_token.py" "$site" programme@wexcombe.example "a clear line of sight")

# `after` is the `next` of a page before, which no schema can say: what the
# document allows may still be refused, with a problem.
test_api() {
    # In the folder: it writes what it found beside where it is run.
    (cd "$folder" && "$schemathesis" "$@" --header "Authorization: Bearer $token" --no-color --seed 1 \
        --exclude-checks positive_data_acceptance --request-timeout 20)
}
# The whole takes about a minute; the seed makes it the same each time.
say "any address"
test_api run "$site/api/v1/openapi.json" --max-examples 40 "$@"
say "a plan and an action that there are"
test_api --config-file "$here/schemathesis.toml" run "$site/api/v1/openapi.json" --max-examples 40 "$@"
say "passed"
