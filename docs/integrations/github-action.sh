#!/usr/bin/env bash
# The two steps of action.yml. Inputs come as environment variables, never as text of a script.
set -euo pipefail
venv="${RUNNER_TEMP:?}/perflint-venv"

install() {
    "${PERFLINT_PYTHON:-python3}" -m venv "$venv"
    PIP_DISABLE_PIP_VERSION_CHECK=1 "$(bin python)" -m pip install --quiet "${GITHUB_ACTION_PATH:?}"
    "$(bin perflint)" --version
}

# where a virtual environment keeps its programs: Scripts on Windows
bin() {
    if [ -d "$venv/Scripts" ]; then echo "$venv/Scripts/$1"; else echo "$venv/bin/$1"; fi
}

check() {
    local -a call=()
    local line
    while IFS= read -r line; do
        [ -n "$line" ] && call+=("$line")
    done <<<"${PERFLINT_ARGS:-}"
    [ -n "${PERFLINT_SARIF:-}" ] && call+=(--output-sarif "$PERFLINT_SARIF")
    call+=(--)
    while IFS= read -r line; do
        [ -n "$line" ] && call+=("$line")
    done <<<"${PERFLINT_PATHS:-.}"
    local code=0
    "$(bin perflint)" check "${call[@]}" || code=$?
    echo "exit-code=$code" >>"${GITHUB_OUTPUT:-/dev/null}"
    return "$code"
}

"$1"
