# shellcheck shell=bash
# What people read: progress with the seconds since the start, and errors.

readonly EXIT_FAILED=1 EXIT_USAGE=2

if [[ ${BASH_VERSINFO[0]} -lt 5 ]]; then
    echo "network.sh needs bash 5 or newer; this is $BASH_VERSION" >&2
    exit "$EXIT_USAGE"
fi

# Milliseconds since the epoch.
now() {
    local instant=${EPOCHREALTIME/[.,]/}
    echo "$((instant / 1000))"
}

STARTED=$(now)

# Tenths of seconds since STARTED, as "12.3".
elapsed() {
    local milliseconds=$(($(now) - STARTED))
    printf '%d.%d' "$((milliseconds / 1000))" "$((milliseconds % 1000 / 100))"
}

say() { printf '%6s s  %s\n' "$(elapsed)" "$*"; }

die() {
    echo "network.sh: $*" >&2
    exit "$EXIT_FAILED"
}

die_usage() {
    echo "network.sh: $*" >&2
    echo "network.sh help tells what it can do" >&2
    exit "$EXIT_USAGE"
}

# Runs FUNCTION once for each further argument, all at the same time; fails when one of them fails.
in_parallel() {
    local run=$1 each pids=() failed=0
    shift
    for each in "$@"; do
        "$run" "$each" &
        pids+=($!)
    done
    for each in "${pids[@]}"; do wait "$each" || failed=1; done
    return "$failed"
}
