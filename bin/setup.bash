# Set-up that bin/run and bin/test share: system packages, Python packages, fonts. Sourced.
# Whatever is in place is left alone, and a stamp is written only after a part is whole.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=$ROOT/.venv
FONTS=$ROOT/.fonts

# libharfbuzz-subset0 is no dependency of anything: without it a PDF takes ten times as long.
RUN_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig)
# Browser tests take half the time in the headless shell; benchmarks measure the whole browser.
# libatomic1 is for the Node.js inside Playwright's package.
TEST_PACKAGES=(chromium chromium-headless-shell libatomic1 libreoffice-calc libreoffice-writer
    poppler-utils qpdf softhsm2)

EXIT_FAILED=1
EXIT_SYSTEM_PACKAGES=3

say() { printf '%s\n' "$*" >&2; }

stop() {
    local code=$1
    shift
    say "$@"
    exit "$code"
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The first Python of the machine that is new enough and can make a virtual environment.
find_python() {
    local candidate
    for candidate in python3.11 python3 /usr/bin/python3; do
        if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
            2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

# Node.js may come from anywhere, as long as it can run tests.
node_is_new_enough() {
    node --eval 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)' 2>/dev/null
}

# missing_packages run|test: names of the system packages still to be installed, one a line.
missing_packages() {
    local package
    local -a wanted=("${RUN_PACKAGES[@]}")
    if [ "$1" = test ]; then wanted+=("${TEST_PACKAGES[@]}"); fi
    for package in "${wanted[@]}"; do
        is_installed "$package" || printf '%s\n' "$package"
    done
    venv_is_current run || find_python >/dev/null || printf '%s\n' python3 python3-venv
    if [ "$1" = test ] && ! node_is_new_enough; then printf '%s\n' nodejs; fi
}

install_system_packages() {
    local -a missing
    mapfile -t missing < <(missing_packages "$1")
    if [ ${#missing[@]} -eq 0 ]; then return; fi
    if [ "$(id -u)" -ne 0 ]; then
        say "缺少系统软件包：${missing[*]}"
        stop "$EXIT_SYSTEM_PACKAGES" \
            "请由管理员运行：apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "正在安装系统软件包：${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    logged apt-get update
    logged apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=120 "${missing[@]}"
}

# Run a command whose chatter matters only when it fails.
logged() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        stop "$EXIT_FAILED" "安装失败（$1）。完整记录：$log"
    fi
    rm -f "$log"
}

# A stamp holds for one content of the files and one place of the checkout: both the virtual
# environment and the font configuration hold absolute paths.
stamp_of() { { printf '%s\n' "$ROOT" && cat "$@"; } | sha256sum; }

is_current() { [ -f "$1" ] && [ "$(<"$1")" = "$2" ]; }

# The test lock holds the run lock's packages in the same versions, so it serves for running too.
lock_of() {
    case $1 in
    run) printf '%s\n' "$ROOT/requirements.lock" ;;
    test) printf '%s\n' "$ROOT/requirements-test.lock" ;;
    esac
}

venv_is_current() {
    [ -x "$VENV/bin/python" ] && is_current "$VENV/.$1-stamp" "$(stamp_of "$(lock_of "$1")")"
}

install_python_packages() {
    local lock
    lock=$(lock_of "$1")
    if venv_is_current "$1"; then return; fi
    say "正在安装 Python 程序库……"
    if ! venv_is_current run; then
        rm -rf "$VENV"
        logged "$(find_python)" -m venv "$VENV"
    fi
    rm -f "$VENV"/.*-stamp
    logged "$VENV/bin/python" -m pip install --require-hashes --only-binary :all: \
        --disable-pip-version-check --requirement "$lock"
    stamp_of "$(lock_of run)" >"$VENV/.run-stamp"
    stamp_of "$lock" >"$VENV/.$1-stamp"
}

font_stamp() { stamp_of "$ROOT"/tools/fonts/*.py "$ROOT/tools/fonts/fonts.toml"; }

fonts_are_current() { is_current "$FONTS/.stamp" "$(font_stamp)"; }

install_fonts() {
    if fonts_are_current; then return; fi
    say "正在准备字体（约下载 160 MB）……"
    (cd "$ROOT" && logged "$VENV/bin/python" -m tools.fonts "$FONTS")
    font_stamp >"$FONTS/.stamp"
}

is_set_up() {
    [ -z "$(missing_packages "$1")" ] && venv_is_current "$1" && fonts_are_current
}

# set_up run|test: afterwards everything that running (or testing) needs is there.
# Only one set-up at a time works on a checkout; another waits for it and finds the work done.
# Nothing is written where all is in place: an administrator may set up, a plain user run.
set_up() {
    if is_set_up "$1"; then return; fi
    exec 9>"$ROOT/.setup.lock"
    if ! flock --nonblock 9; then
        say "另一个安装正在进行，请稍候……"
        flock 9
    fi
    install_system_packages "$1"
    install_python_packages "$1"
    install_fonts
    exec 9>&-
}
