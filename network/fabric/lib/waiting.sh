# shellcheck shell=bash
# Waiting for something to become true, and the things that are waited for.

readonly POLL_SECONDS=0.1

# wait_until SECONDS WHAT COMMAND…: tries the command until it succeeds.
wait_until() {
    local seconds=$1 what=$2 deadline
    shift 2
    deadline=$(($(now) + seconds * 1000))
    until "$@" >/dev/null 2>&1; do
        (($(now) < deadline)) || die "$what: not within $seconds s; see network.sh logs"
        sleep "$POLL_SECONDS"
    done
}

is_listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

is_healthy() { curl -fsS -m 2 "http://$(health_address "$1")"; }

# An orderer and a peer are healthy a moment before they take calls. Who answers must be the node, not another process at
# its port.
is_ready() {
    is_running "$1" && is_healthy "$1" || return
    case $1 in
        orderer*) is_listening "$(orderer_admin_port "$1")" ;;
        peer-*) is_listening "$(peer_port "${1#peer-}")" ;;
    esac
}

# The value of a metric of a node; nothing when it has none yet.
metric() {
    curl -fsS -m 2 "http://127.0.0.1:$(operations_port "$1")/metrics" 2>/dev/null \
        | awk -v name="$2{channel=\"$CHANNEL\"}" '$1 == name { printf "%d", $2 }'
}

is_leader() { [[ $(metric "$1" consensus_etcdraft_is_leader) == 1 ]]; }

leading_orderer() {
    local node
    for node in "${ORDERERS[@]}"; do
        if is_leader "$node"; then echo "$node" && return; fi
    done
    return 1
}

first_healthy_orderer() {
    local node
    for node in "${ORDERERS[@]}"; do
        if is_healthy "$node" >/dev/null 2>&1; then echo "$node" && return; fi
    done
    die "no orderer answers"
}

height() { metric "peer-$1" ledger_blockchain_height; }

# How many blocks the peer that has most has.
greatest_height() {
    local name
    for name in $(organization_names); do printf '%s\n' "$(height "$name")"; done | sort -n | tail -n 1
}

has_blocks() { [[ $(height "$1") -ge $2 ]]; }

# Whether each peer knows all others of the channel: only then the gateway finds endorsers.
peers_have_met() {
    local name others
    others=$(($(organization_names | wc -l) - 1))
    for name in $(organization_names); do
        [[ $(metric "peer-$name" gossip_membership_total_peers_known) -ge $others ]] || return 1
    done
}
