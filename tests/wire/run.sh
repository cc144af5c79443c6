#!/usr/bin/env bash
# Tests the door for analytics with programs that people have: psql, and Python with psycopg.
#
# Serves the demonstration on free ports of loopback, makes access tokens of an
# analyst, a team manager and an action lead the way people make them, and asks
# as each of them; then serves the same data once more with a certificate of its
# own, and connects with TLS and without. Stops the servers again, also when a
# test fails or is interrupted.
#
# Usage: tests/wire/run.sh
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
test="test-wire"
# shellcheck source=tests/serving.sh
. tests/serving.sh
if ! command -v psql >/dev/null; then
    say "installing Debian's postgresql-client package"
    as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive "$@"; fi; }
    as_root apt-get update -q
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -q -y --no-install-recommends postgresql-client
fi
command -v openssl >/dev/null || fail "openssl is needed to make a certificate (Debian: openssl)"
tools="$PWD/target/tools/psycopg"
if ! cmp -s "$here/requirements.txt" "$tools/.installed"; then
    say "installing psycopg"
    rm -rf "$tools"
    python3 -m venv "$tools" || fail "Python's venv is needed (Debian: python3-venv)"
    "$tools/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/.installed"
fi

# Where programs for analytics connect to, once the server says it.
analytics_port() { said 's/^Programs for analytics connect to .*:\([0-9]*\) .*/\1/p'; }

say "the demonstration, for this machine only"
export SIGHTLINE_DATA_DIR="$folder/none"
SIGHTLINE__ANALYTICS__ADDRESS=127.0.0.1:0 SIGHTLINE__ANALYTICS__CONNECTIONS=4 \
    start demo demo --out "$folder/demo" --children 60 --address 127.0.0.1:0
port=$(analytics_port)
token() { python3 tests/api/make_token.py "$site" "$1@wexcombe.example" "a clear line of sight" read; }
ANALYST=$(token analyst)
TEAM_MANAGER=$(token team)
LEAD=$(token lead)
export ANALYST TEAM_MANAGER LEAD

# psql as somebody; what it prints is compared with what is expected.
ask() {
    PGPASSWORD=$1 PGCONNECT_TIMEOUT=10 psql "host=${host:-127.0.0.1} port=$port dbname=sightline user=anybody ${tls:-sslmode=prefer}" \
        --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$2" 2>&1
}
expect() {
    local found
    found=$(ask "$2" "$3") || true
    [[ "$found" == $4 ]] || fail "$1: expected $4, found: $found"
}

say "psql"
expect "a query" "$ANALYST" "select count(*) > 100 from measures" t
expect "figures are there" "$ANALYST" "select count(*) > 1000 from sightline.figures" t
expect "the tables are listed" "$ANALYST" '\dt' '*case_list_rows*figures*measure_children*measures*'
expect "a table is described by the standard" "$ANALYST" \
    "select data_type from information_schema.columns where table_name = 'figures' and column_name = 'value'" numeric
expect "a lead is not offered children" "$LEAD" \
    "select string_agg(table_name, ' ' order by table_name) from information_schema.tables" "figures measures"
expect "nor finds them" "$LEAD" "select * from case_list_rows" "*ERROR*case_list_rows*"
expect "records are not there" "$ANALYST" "select * from children" "*ERROR*"
expect "nothing is changed" "$ANALYST" "delete from figures" "*ERROR*only answers queries*SL-M073*"
expect "nothing is made" "$ANALYST" "create table mine as select 1" "*ERROR*only answers queries*"
expect "nothing is copied" "$ANALYST" "copy figures to '/tmp/figures'" "*ERROR*"
expect "no file is read" "$ANALYST" "select * from '/etc/passwd'" "*ERROR*"
expect "a wrong token" "no-token" "select 1" "*FATAL*no access token*SL-M074*"
expect "settings" "$ANALYST" "show server_version" "13.0"

say "psycopg"
"$tools/bin/python" "$here/connect.py" "host=127.0.0.1 port=$port dbname=sightline user=anybody"

say "what was looked at stands in the history, and nothing of it in the log"
"$sightline" --data-dir "$folder/demo/data" history --limit 500 >"$folder/history"
grep -q "case_list.read" "$folder/history" || fail "a case list was read and the history does not say so"
grep -q "measure.children" "$folder/history" || fail "children were read and the history does not say so"
grep -q 'shape="select count(?)\|analytics query' "$folder/demo.log" || fail "the log says nothing of queries"
grep -q "a-literal-that-is-looked-for" "$folder/demo.log" && fail "the log repeats what was looked for"
grep -q "$ANALYST" "$folder/demo.log" && fail "the log repeats a token"
stop
grep -q "^Stopped" "$folder/demo.words" || fail "the server did not stop as it should"

say "the same data, with a certificate of its own"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
    -keyout "$folder/tls.key" -out "$folder/tls.pem" 2>/dev/null
SIGHTLINE__SERVER__CERTIFICATE="$folder/tls.pem" SIGHTLINE__SERVER__KEY="$folder/tls.key" \
    SIGHTLINE__ANALYTICS__ADDRESS=0.0.0.0:0 \
    start tls --data-dir "$folder/demo/data" serve --address 127.0.0.1:0
port=$(analytics_port)
host=localhost tls="sslmode=verify-full sslrootcert=$folder/tls.pem" \
    expect "with TLS" "$ANALYST" "select count(*) > 100 from measures" t
python3 - "$port" <<'END' || fail "what was sent before TLS was not refused"
import socket, struct, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5) as line:
    line.sendall(struct.pack(">ii", 8, 80877103) + b"before TLS")
    assert line.recv(1) == b"", "TLS was begun"
END
elsewhere=$(hostname -I | awk '{print $1}')
if [ -n "$elsewhere" ]; then
    host=$elsewhere tls=sslmode=disable expect "from elsewhere without TLS" "$ANALYST" "select 1" "*FATAL*with TLS only*SL-M075*"
    host=$elsewhere tls=sslmode=require expect "from elsewhere with TLS" "$ANALYST" "select 1" 1
fi
stop

say "without a certificate other machines cannot connect"
if SIGHTLINE__ANALYTICS__ADDRESS=0.0.0.0:0 "$sightline" --data-dir "$folder/demo/data" serve --address 127.0.0.1:0 >"$folder/unsafe.words" 2>&1
then fail "it was served all the same"; fi
grep -q "analytics.address" "$folder/unsafe.words" || fail "it does not say what is wrong"
say "passed"
