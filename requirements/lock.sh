#!/usr/bin/env bash
# Writes the locks again from pyproject.toml: all.txt first, then core.txt held to the same pins, and pip.txt.
#
# pip-tools runs in a throw-away environment. No option may write an index, a host or a local folder into the locks. Run
# `make lock UPGRADE=--upgrade` to take newer releases; without it the pins that still fit are kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/pip" install -q --upgrade pip
"$tools/bin/pip" install -q pip-tools
# Files that lie on this machine alone must not decide a pin.
export PIP_FIND_LINKS='' PIP_EXTRA_INDEX_URL='' PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND='make lock'
compile() {
    "$tools/bin/pip-compile" -q ${UPGRADE:-} --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "$@"
}
compile -o requirements/pip.txt requirements/pip.in
compile --extra channels --extra memory --extra research --extra server --extra evals --extra dev \
    -o requirements/all.txt pyproject.toml requirements/build.in
compile -c requirements/all.txt -o requirements/core.txt pyproject.toml requirements/build.in
