#!/usr/bin/env bash
# What the container of compose.yaml runs: the network until the container is stopped, which ends its nodes in order.
# Options are those of `network.sh up`.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DATA=${FLCHAIN_FABRIC_DATA:?}

# A trap waits for a program in the foreground, so each runs in the background, in a process group of its own.
set -m
run() {
    "$HERE/network.sh" "$@" &
    wait $!
}

# An `up` that did not come to its end has nothing to keep.
stop() {
    trap '' TERM INT
    kill -TERM -- "-$!" 2>/dev/null || true
    wait
    if [[ -f $DATA/up ]]; then "$HERE/network.sh" stop; else "$HERE/network.sh" down; fi
    exit
}

trap stop TERM INT
if [[ -f $DATA/up ]]; then run start; else run up "$@"; fi
run logs --follow
