#!/usr/bin/env bash
# Runs the store's test suite on a real PostgreSQL, reads children's records from it, then stops and starts it under a served Sightline.
#
# Usage: tests/postgres/run.sh [arguments for `cargo test --test suite`]
set -euo pipefail
here=$(dirname "$0")
# shellcheck source=tests/postgres/server.sh
. "$here/server.sh"

say "server started; running the suite"
TEST_POSTGRES_URL="$database" cargo test --workspace --test suite "$@"
if [ $# -eq 0 ]; then
    say "reading children's records from it"
    TEST_POSTGRES_URL="$database" cargo test --workspace --test postgres
fi
[ $# -gt 0 ] || . "$here/outage.sh"
say "passed"
