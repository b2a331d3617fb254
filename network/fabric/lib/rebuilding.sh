# shellcheck shell=bash
# A peer whose data are damaged begins anew: blocks come from the orderers, payloads that still live from the other peers.

command_rebuild() {
    require_network
    require_fabric
    [[ ${#ARGUMENTS[@]} -eq 1 && ${ARGUMENTS[0]} == peer-* ]] || die_usage "rebuild takes the name of one peer"
    chosen_nodes
    local name=${ARGUMENTS[0]#peer-} blocks
    another_peer_answers "$name" || die "no other peer answers, so these data may be the last; network.sh start first"
    stop_node "peer-$name"
    rm -rf "$DATA/peers/$name"
    # What it alone had, its organization's approvals, nobody can give: it does not wait for each as long as it usually does.
    CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD=3s start_node "peer-$name"
    join_peer "$name"
    if [[ -f $DATA/services/$name ]]; then
        SEQUENCE=$(<"$DATA/services/$name") PACKAGE=''
        install_package "$name"
    fi
    blocks=$(greatest_height)
    wait_until 3600 "peer-$name has all blocks" has_blocks "$name" "$blocks"
    stop_node "peer-$name"
    run_node "peer-$name"
    say "peer-$name has all $blocks blocks"
}

another_peer_answers() {
    local name
    for name in $(organization_names); do
        if [[ $name != "$1" ]] && is_ready "peer-$name" >/dev/null 2>&1; then return; fi
    done
    return 1
}
