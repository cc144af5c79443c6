#!/usr/bin/env bash
# Rehearses what docs/operate/backup.md says: backs a served demonstration up while
# somebody uses it, restores it into another folder, and signs in to what was restored.
#
# Usage: tests/restore/run.sh
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
test="test-restore"
# shellcheck source=tests/serving.sh
. tests/serving.sh
export SIGHTLINE_DATA_DIR="$folder/none"

say "a demonstration, in which somebody sets up codes from a phone"
# Codes from a phone go by the real time.
start demo demo --out "$folder/demo" --children 60 --today --address 127.0.0.1:0
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
start new --data-dir "$folder/new" serve --address 127.0.0.1:0
python3 "$here/person.py" sign-in "$site" "$secret"
stop

say "the key is exchanged"
SIGHTLINE_KEY=$(printf 'b%.0s' $(seq 64))
SIGHTLINE_OLD_KEY=$(cat "$folder/new/sightline.key")
export SIGHTLINE_KEY SIGHTLINE_OLD_KEY
start exchanged --data-dir "$folder/new" serve --address 127.0.0.1:0
stop
unset SIGHTLINE_OLD_KEY
start later --data-dir "$folder/new" serve --address 127.0.0.1:0
stop
say "passed"
