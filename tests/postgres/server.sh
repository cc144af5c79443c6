# A private PostgreSQL for the scripts beside this one, which source it.
#
# Installs Debian's postgresql package when no server programs are found, makes
# a private cluster in a temporary folder, reachable only over a Unix socket in
# that folder, and takes everything away again, also when the script fails or
# is interrupted. Nothing of an existing PostgreSQL on the machine is used or
# changed.
#
# Gives: $database, the address of an empty database; stop_server, start_server.
# Set server_options before sourcing it to run the server otherwise.

say() { printf 'postgres: %s\n' "$*"; }

# The folder with initdb and pg_ctl: Debian keeps them out of the path.
find_programs() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n -r); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return 0
        fi
    done
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(readlink -f "$(command -v initdb)")"
        return 0
    fi
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive "$@"; fi
}

if ! programs=$(find_programs); then
    say "no PostgreSQL server found: installing Debian's postgresql package"
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q
    # Debian starts a cluster of its own when the package is installed; it is not wanted.
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' |
        as_root tee /etc/postgresql-common/createcluster.d/sightline-tests.conf >/dev/null
    as_root apt-get install -q -y --no-install-recommends postgresql
    programs=$(find_programs) || { say "PostgreSQL is still not there after installing it"; exit 2; }
fi
say "using $("$programs/postgres" --version)"

# initdb refuses root: then the cluster belongs to a user without rights.
user=$(id -un)
run_as=()
if [ "$(id -u)" -eq 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$user"
    run_as=(runuser -u "$user" --)
fi

# Short, because the path of a Unix socket may have 107 letters at most.
cluster=$(mktemp -d /tmp/sightline-pg.XXXXXX)
clean_up() {
    local status=$?
    trap - EXIT INT TERM HUP
    if [ -f "$cluster/data/postmaster.pid" ]; then
        (cd "$cluster" && "${run_as[@]}" "$programs/pg_ctl" --pgdata="$cluster/data" --mode=immediate --silent stop) || true
    fi
    if [ "$status" -ne 0 ] && [ -f "$cluster/log" ]; then
        say "last words of the server:"
        tail -n 20 "$cluster/log" || true
    fi
    rm -rf "$cluster"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

chmod 755 "$cluster"
if [ "$(id -u)" -eq 0 ]; then chown "$user" "$cluster"; fi

# Words sorted as people do (en-GB by ICU, from PostgreSQL 15 on), which is unlike SQLite: a
# query that leans on one order must fail here.
make_cluster() {
    (cd "$cluster" && "${run_as[@]}" "$programs/initdb" --pgdata="$cluster/data" --username=sightline \
        --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync "$@" >"$cluster/initdb.log" 2>&1)
}
make_cluster --locale-provider=icu --icu-locale=en-GB || make_cluster || { cat "$cluster/initdb.log"; exit 2; }
start_server() {
    (cd "$cluster" && "${run_as[@]}" "$programs/pg_ctl" --pgdata="$cluster/data" --log="$cluster/log" --wait --silent \
        --options="-c listen_addresses='' -c unix_socket_directories=$cluster -c unix_socket_permissions=0777 $server_options" \
        start)
}
stop_server() {
    (cd "$cluster" && "${run_as[@]}" "$programs/pg_ctl" --pgdata="$cluster/data" --mode=fast --wait --silent stop)
}
# Tests do not care for power cuts.
server_options=${server_options:--c fsync=off -c max_connections=200}
start_server || exit 2
(cd "$cluster" && "${run_as[@]}" "$programs/createdb" --host="$cluster" --username=sightline sightline_test) || exit 2
database="postgres://sightline@localhost/sightline_test?host=$cluster"
