# The server is stopped under a served Sightline and started again: pages say so, and recover by themselves.
#
# Sourced by run.sh, with a server that runs.

say "stopping and starting the server under a served Sightline"
cargo build --quiet --workspace --bin sightline
(cd "$cluster" && "${run_as[@]}" "$programs/createdb" --host="$cluster" --username=sightline sightline_served)
data=$(mktemp -d "$cluster/served.XXXXXX")
DATABASE_URL="postgres://sightline@localhost/sightline_served?host=$cluster" SIGHTLINE_DATA_DIR="$data" \
    target/debug/sightline serve --address 127.0.0.1:0 >"$data/out" 2>"$data/err" &
served=$!
stop_served() { kill "$served" 2>/dev/null || true; wait "$served" 2>/dev/null || true; }

# Asks until the answer is as wanted: `status path wanted seconds`.
status() {
    local path=$1 wanted=$2 seconds=$3 got=000
    for _ in $(seq $((seconds * 5))); do
        got=$(curl --silent --max-time 20 --output "$data/page" --dump-header "$data/head" \
            --cookie sightline_session=nobody --write-out '%{http_code}' "$address$path" || true)
        [ "$got" != "$wanted" ] || return 0
        sleep 0.2
    done
    say "$path gives $got, not $wanted"; cat "$data/page" "$data/err"; stop_served; exit 1
}
for _ in $(seq 100); do
    address=$(grep -o 'listening on [0-9.:]*' "$data/out" | cut -d' ' -f3 || true)
    [ -z "$address" ] || break
    sleep 0.1
done
address="http://$address"

status /ready 200 5
status / 303 5
stop_server
status /ready 503 10
grep -qi '^retry-after: 10' "$data/head" || { say "/ready says nothing of when to try again"; stop_served; exit 1; }
status / 503 10
grep -qi '^retry-after: 10' "$data/head" || { say "a page says nothing of when to try again"; stop_served; exit 1; }
grep -q 'SL-S095' "$data/page" || { say "the page has no code"; cat "$data/page"; stop_served; exit 1; }
status /health 200 1
start_server
status /ready 200 10
status / 303 10
stop_served
say "served again by itself"
