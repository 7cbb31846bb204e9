# shellcheck shell=bash
# A throw-away PostgreSQL on a free port. Read by the scripts that test.

# shellcheck source=scripts/ready.sh
source "$(dirname "${BASH_SOURCE[0]}")/ready.sh"

postgres_as=()

# Certificates for one run: who signs the server's, for 127.0.0.1 alone, and somebody else (SEC-56).
make_certificates() {
  local place=$1
  local key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 7)
  mkdir "$place/certs"
  (
    cd "$place/certs"
    openssl req -x509 "${key[@]}" -subj /CN=ours -keyout ours.key -out ours.pem
    openssl req -x509 "${key[@]}" -subj /CN=another -keyout another.key -out another.pem
    openssl req -x509 "${key[@]}" -subj /CN=server -CA ours.pem -CAkey ours.key -keyout server.key -out server.pem \
      -addext basicConstraints=critical,CA:false -addext subjectAltName=IP:127.0.0.1
    chmod 600 ./*.key
  ) 2>"$place/certs/log" || die "the certificates were not made: $(tail -n 3 "$place/certs/log")"
}

# Starts a PostgreSQL of our own in a folder, never as root, and never without fsync: the kill
# campaigns count on it.
start_postgres() {
  local place=$1 port pg_bin
  pg_bin=$(postgres_bin)
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  [[ -n $(command -v openssl) ]] || install_packages openssl || die 'openssl is missing and could not be installed'
  make_certificates "$place"
  mkdir "$place/pg"
  if [[ $EUID -eq 0 ]]; then
    postgres_as=(runuser -u postgres --)
    chown postgres "$place" "$place/pg" "$place/certs/server.key"
  fi
  (
    cd /
    "${postgres_as[@]}" "$pg_bin/initdb" -D "$place/pg" -U approdo -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    "${postgres_as[@]}" "$pg_bin/pg_ctl" -D "$place/pg" -l "$place/pg/log" -w -o \
      "-c listen_addresses=127.0.0.1 -p $port -k $place -c max_connections=200 -c max_locks_per_transaction=256 \
       -c ssl=on -c ssl_cert_file=$place/certs/server.pem -c ssl_key_file=$place/certs/server.key" start >/dev/null
  ) || die "PostgreSQL did not start: $(tail -n 3 "$place/pg/log" 2>/dev/null)"
  export APPRODO_TEST_PG="postgres://approdo@127.0.0.1:$port/postgres" APPRODO_TEST_PG_CERTS="$place/certs"
}

# Stops the one of this folder, if it runs.
stop_postgres() {
  local place=$1
  [[ -e $place/pg/postmaster.pid ]] || return 0
  "${postgres_as[@]}" "$(postgres_bin)/pg_ctl" -D "$place/pg" -m immediate -w stop >/dev/null || true
}

# One for a single run, unless there is one already; it stops with the script.
ready_postgres() {
  [[ -z ${APPRODO_TEST_PG:-} ]] || return 0
  [[ -n $(postgres_bin) ]] || install_packages postgresql || die 'PostgreSQL is missing and could not be installed'
  postgres_place=$(mktemp -d /tmp/approdo-postgres.XXXXXX)
  trap 'stop_postgres "$postgres_place"; rm -rf "$postgres_place"' EXIT
  start_postgres "$postgres_place"
}
