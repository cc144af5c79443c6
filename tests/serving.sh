# A served Sightline for the scripts in the folders beside this one, which source it in the repository's root.
#
# Builds the program and makes a temporary folder; stops the server and takes
# the folder away again, also when the script fails or is interrupted. Set $test
# to the script's name before sourcing it.
#
# Gives: $sightline, the program; $folder; say, fail; start NAME WORDS…, which
# starts the program and sets $site to its address; said, which waits until it
# has printed something; stop.

say() { printf '%s: %s\n' "$test" "$*"; }
fail() { say "$*" >&2; exit 1; }

cargo build --quiet --workspace --bin sightline
sightline="$PWD/target/debug/sightline"
folder=$(mktemp -d)
server=""
words=""
site=""

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

# What a sed script finds in what the server prints, as soon as it does.
said() {
    local found
    for _ in $(seq 1800); do
        found=$(sed -n "$1" "$words")
        [ -n "$found" ] && { printf '%s\n' "$found"; return; }
        kill -0 "$server" 2>/dev/null || fail "the server did not start"
        sleep 0.1
    done
    fail "the server did not say its address"
}

# Starts a server in the background; $site is its address.
start() {
    words="$folder/$1.words"
    : >"$words"
    "$sightline" "${@:2}" >"$words" 2>"$folder/$1.log" &
    server=$!
    site=$(said 's/^Sightline is at \(https*:[^ ]*\).*/\1/p')
}
