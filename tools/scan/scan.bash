#!/usr/bin/env bash
# Scanners against a running demonstration and the code. Nothing but 127.0.0.1 is asked.
#
#   bash tools/scan/scan.bash [--seconds N] [--database FOLDER] [bandit] [advisories] [wapiti]
#
# --seconds   how long wapiti may crawl, and how long each of its attacks may take, for each person (default 120)
# --database  a copy of https://github.com/pypa/advisory-database, where pip-audit reaches no service
#
# Environments of their own are made in .scan/ the first time; reports go to test-output/scan/. The exit code is 1 if
# any scanner raised an alarm that docs/security.md does not explain, 2 if one could not run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

WAPITI=wapiti3==3.2.3
BANDIT=bandit==1.9.4
AUDIT=pip-audit==2.10.1
ENVIRONMENTS=$PWD/.scan
REPORTS=$PWD/test-output/scan
# What needs no server elsewhere to be told of a hit, and looks for what could be here: there is no directory (LDAP), no
# CGI. The module csrf repeats a request with two Content-Types, which is refused like one without the token, and takes
# the two for the same; tests/security/test_forgery.py looks at every form instead. Brute force is left to the tests.
MODULES=backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,upload,xss
# Nobody, somebody who fills in, and an administrator.
PEOPLE=(nobody tianbao guanli)
CODE=(app.py cli.py checks commands exporters forms importers report services signing storage tools web)

seconds=120
database=
what=()
while (($#)); do
    case $1 in
        --seconds) seconds=$2; shift 2 ;;
        --database) database=$2; shift 2 ;;
        bandit | advisories | wapiti) what+=("$1"); shift ;;
        *) echo "unknown: $1" >&2; exit 2 ;;
    esac
done
((${#what[@]})) || what=(bandit advisories wapiti)
mkdir -p "$REPORTS"
outcome=0

# environment NAME PACKAGE: an environment with just this package, made once.
environment() {
    local folder=$ENVIRONMENTS/$1
    if [ ! -e "$folder/$2" ]; then
        rm -rf "$folder"
        python3 -m venv "$folder"
        "$folder/bin/pip" install --quiet --quiet --disable-pip-version-check "$2"
        touch "$folder/$2"
    fi
    PATH_OF=$folder/bin
}

scan_bandit() {
    environment bandit "$BANDIT"
    "$PATH_OF/bandit" --quiet --recursive --exit-zero --format json --output "$REPORTS/bandit.json" "${CODE[@]}"
    .venv/bin/python -m tools.scan.alarms "$REPORTS/bandit.json" || outcome=1
}

scan_advisories() {
    environment audit "$AUDIT"
    # Both are asked: the second knows more, and where a service is not reached pip-audit says so of each package.
    local service
    for service in pypi osv; do
        "$PATH_OF/pip-audit" --requirement requirements-test.lock --require-hashes --disable-pip --timeout 10 \
            --vulnerability-service "$service" >"$REPORTS/pip-audit-$service.txt" 2>&1 || true
        if grep --quiet 'could not be audited\|Could not connect\|ConnectionError\|Max retries' "$REPORTS/pip-audit-$service.txt"; then
            echo "pip-audit: the service $service was not reached, so it says nothing"
        elif ! grep --quiet 'No known vulnerabilities found' "$REPORTS/pip-audit-$service.txt"; then
            outcome=1
            cat "$REPORTS/pip-audit-$service.txt"
        fi
    done
    if [ -n "$database" ]; then
        .venv/bin/python -m tools.scan.advisories "$database" requirements.lock requirements-test.lock |
            tee "$REPORTS/advisories.txt" || outcome=1
    fi
}

# serve_for PERSON: the committed program on a free port of 127.0.0.1, with data of its own; sets ADDRESS and SERVER.
serve_for() {
    local -a options=(--demo)
    # The demonstration signs anybody in at a click, so whoever is nobody gets an installation without it.
    [ "$1" != nobody ] || options=()
    .venv/bin/python "$place/code/cli.py" serve "${options[@]}" --port 0 --data "$place/$1" \
        >"$place/said" 2>>"$REPORTS/server.txt" &
    SERVER=$!
    ADDRESS=
    for _ in $(seq 120); do
        ADDRESS=$(grep --only-matching --max-count=1 'http://127.0.0.1:[0-9]*/$' "$place/said" || true)
        [ -z "$ADDRESS" ] || return 0
        sleep 1
    done
    echo "the server did not start" >&2
    return 1
}

scan_wapiti() {
    environment wapiti "$WAPITI"
    local person
    local -a options
    place=$(mktemp --directory)
    mkdir "$place/code"
    # What is committed, so that nobody's work in progress is scanned, or changes under the scanner.
    git archive HEAD | tar --extract --directory "$place/code"
    [ ! -d .fonts ] || ln -s "$PWD/.fonts" "$place/code/.fonts"
    : >"$REPORTS/server.txt"
    SERVER=
    trap '[ -z "$SERVER" ] || kill "$SERVER" 2>/dev/null; rm -rf "$place"' EXIT
    for person in "${PEOPLE[@]}"; do
        serve_for "$person" || { outcome=2; continue; }
        options=(--exclude "${ADDRESS}static/*" --exclude "${ADDRESS}me/sessions/*")
        if [ "$person" != nobody ]; then
            # Signing in or out would make the scanner somebody else, or nobody; so would a reset of its own account.
            .venv/bin/python -m tools.scan.session "$ADDRESS" "$person" >"$place/cookies.json" || { outcome=2; continue; }
            options+=(--cookie "$place/cookies.json" --exclude "${ADDRESS}sign-out" --exclude "${ADDRESS}sign-in*"
                --exclude "${ADDRESS}people/*/*")
        fi
        "$PATH_OF/wapiti" --url "$ADDRESS" --scope folder --module "$MODULES" --no-bugreport --tasks 2 \
            --dns-endpoint localhost "${options[@]}" --max-scan-time "$seconds" --max-attack-time "$seconds" --depth 6 --timeout 20 \
            --max-parameters 60 --max-files-per-dir 30 --store-session "$place/session-$person" --flush-session \
            --format json --output "$REPORTS/wapiti-$person.json" >"$REPORTS/wapiti-$person.txt" 2>&1 || outcome=2
        if [ "$person" != nobody ]; then
            .venv/bin/python -m tools.scan.session "$ADDRESS" --still "$place/cookies.json" || outcome=2
        fi
        .venv/bin/python -m tools.scan.alarms "$REPORTS/wapiti-$person.json" || outcome=1
        kill "$SERVER"
        wait "$SERVER" || true
        SERVER=
    done
    if grep --extended-regexp 'unexpected fault|Traceback' "$REPORTS/server.txt"; then
        echo "the server had faults: $REPORTS/server.txt" >&2
        outcome=1
    fi
}

for part in "${what[@]}"; do
    echo "== $part"
    "scan_$part"
done
exit "$outcome"
