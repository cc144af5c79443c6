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

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
schemathesis=$(scripts/install-schemathesis)
test="test-api"
# shellcheck source=tests/serving.sh
. tests/serving.sh
SIGHTLINE_DATA_DIR="$folder/none" start demo demo --out "$folder/demo" --children 60 --address 127.0.0.1:0
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
