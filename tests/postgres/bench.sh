#!/usr/bin/env bash
# Measures the web application on a real PostgreSQL, one that writes to disk what it has promised.
#
# Usage: tests/postgres/bench.sh [--short]
set -euo pipefail
server_options="-c max_connections=50"
# shellcheck source=tests/postgres/server.sh
. "$(dirname "$0")/server.sh"

say "server started; measuring"
SIGHTLINE_BENCH_DATABASE="$database" cargo bench --workspace --bench web -- "$@"
