#!/usr/bin/env bash
# Rehearses what docs/operate/backup.md says: backs a served demonstration up while
# somebody uses it, restores it into another folder, and signs in to what was restored.
#
# Usage: tests/restore/run.sh
set -euo pipefail

say() { printf 'test-restore: %s\n' "$*"; }
fail() { say "$*"; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
cargo build --quiet --package sightline
sightline="$PWD/target/debug/sightline"

folder=$(mktemp -d)
export SIGHTLINE_DATA_DIR="$folder/none"
server=""
stop() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
    server=""
}
clean_up() {
    local status=$?
    trap - EXIT INT TERM HUP
    stop
    if [ "$status" -ne 0 ]; then
        say "last words:"
        tail -n 20 "$folder"/*.words "$folder"/*.log 2>/dev/null || true
    fi
    rm -rf "$folder"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Starts a server in the background and sets $site to its address.
site=""
start() {
    local name=$1
    shift
    : >"$folder/$name.words"
    "$sightline" "$@" --address 127.0.0.1:0 >"$folder/$name.words" 2>"$folder/$name.log" &
    server=$!
    for _ in $(seq 1800); do
        site=$(sed -n 's/^Sightline is at \(http:[^ ]*\).*/\1/p' "$folder/$name.words")
        [ -n "$site" ] && return
        kill -0 "$server" 2>/dev/null || fail "the server did not start"
        sleep 0.1
    done
    fail "the server did not say its address"
}

say "a demonstration, in which somebody sets up codes from a phone"
start demo demo --out "$folder/demo" --children 60
secret=$(python3 "$here/person.py" enrol "$site")
grep -qs "$secret" "$folder/demo/data/sightline.db"* && fail "the secret is readable in the database"

say "backed up while it is served"
"$sightline" --data-dir "$folder/demo/data" backup "$folder/night.backup"
stop
before=$("$sightline" --data-dir "$folder/demo/data" plan list --json)

say "restored into another folder"
"$sightline" --data-dir "$folder/new" restore "$folder/night.backup"
"$sightline" --data-dir "$folder/new" history verify
[ "$before" = "$("$sightline" --data-dir "$folder/new" plan list --json)" ] || fail "the plans are not the same"

say "without its key it does not start, and makes no other"
if "$sightline" --data-dir "$folder/new" serve --address 127.0.0.1:0 >"$folder/keyless.words" 2>"$folder/keyless.log"; then
    fail "it started without its key"
fi
grep -q 'SL-C010' "$folder/keyless.log" || fail "it does not say why it does not start"
[ ! -e "$folder/new/sightline.key" ] || fail "it made another key"
if SIGHTLINE_KEY=$(printf 'a%.0s' $(seq 64)) "$sightline" --data-dir "$folder/new" serve --address 127.0.0.1:0 \
    >"$folder/wrong.words" 2>"$folder/wrong.log"; then
    fail "it started with another key"
fi
grep -q 'SL-A230' "$folder/wrong.log" || fail "it does not say that the key does not fit"

say "with its key people sign in as before, codes and all"
install -m 600 "$folder/demo/data/sightline.key" "$folder/new/sightline.key"
start new --data-dir "$folder/new" serve
python3 "$here/person.py" sign-in "$site" "$secret"
stop

say "the key is exchanged"
SIGHTLINE_KEY=$(printf 'b%.0s' $(seq 64))
SIGHTLINE_OLD_KEY=$(cat "$folder/new/sightline.key")
export SIGHTLINE_KEY SIGHTLINE_OLD_KEY
start exchanged --data-dir "$folder/new" serve
stop
unset SIGHTLINE_OLD_KEY
start later --data-dir "$folder/new" serve
stop
say "passed"
