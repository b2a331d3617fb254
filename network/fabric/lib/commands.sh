# shellcheck shell=bash
# What a person types.

command_up() {
    require_fabric
    [[ ! -e $DATA ]] || die "$DATA is there already; network.sh start goes on with it, network.sh down removes it"
    local names nodes
    build_programs
    make_folders
    cp "$HERE/config/organizations" "$DATA/organizations"
    save_settings
    mapfile -t names < <(organization_names)
    (require_free_ports "${names[@]}") || { rm -rf "$DATA"; exit "$EXIT_FAILED"; }
    trap '[[ -f $DATA/up ]] || echo "network.sh: the network is not up; network.sh logs tells more, network.sh down removes what is there" >&2' EXIT
    STARTED=$(now)
    make_configuration
    in_parallel make_material_of orderers "${names[@]}"
    make_channel_configuration
    make_first_block
    say "crypto material and the channel's first block"
    nodes=("${ORDERERS[@]}" "${names[@]/#/peer-}")
    in_parallel start_node "${nodes[@]}"
    write_trainers
    write_network_description 1
    in_parallel join_or_issue "${nodes[@]}" parties
    say "${#nodes[@]} nodes run and have joined the channel $CHANNEL"
    wait_until 30 "a leading orderer" leading_orderer
    say "$(leading_orderer) leads"
    if [[ $WITH_CHAINCODE == yes ]]; then
        deploy_own
        open_market
    fi
    touch "$DATA/up"
    say "up; parties and their options files: $DATA/parties"
}

join_or_issue() {
    if [[ $1 == parties ]]; then flchain network parties "$DATA/network.json"; else join_node "$1"; fi
}

# The authority's default policy and everybody's funds: the first transactions of the contracts. Repeated, it changes
# nothing.
open_market() {
    wait_until 60 "the peers know each other" peers_have_met
    flchain network open "$DATA/network.json"
    say "the first transactions are committed"
}

command_check() {
    require_fabric
    say "FABRIC_HOME=$FABRIC_HOME has all programs: $("$FABRIC_HOME/bin/peer" version | sed -n 's/^ *Version: //p')"
}

command_deploy() {
    require_network
    require_fabric
    if [[ -n ${FLAGS[package]:-} ]]; then
        deploy_foreign
    else
        build_programs
        deploy_own
        open_market
    fi
}

command_down() {
    [[ -e $DATA ]] || { say "there is nothing in $DATA"; return; }
    [[ -f $DATA/settings && -d $DATA/run ]] || die "$DATA is not a network's folder; it stays as it is"
    local nodes
    mapfile -t nodes < <(started_nodes)
    in_parallel stop_node "${nodes[@]}"
    rm -rf "$DATA"
    say "down: no process and no file is left"
}

# Both take the names of nodes; without any, all of them.
command_start() {
    require_network
    require_fabric
    chosen_nodes
    in_parallel run_node "${ARGUMENTS[@]}"
    say "running: ${ARGUMENTS[*]}"
}

# A node that was killed a moment ago may still be ending.
run_node() {
    if is_running "$1"; then wait_until 60 "$1 answers or ends" answers_or_ended "$1"; fi
    start_node "$1"
    wait_until 60 "$1 takes calls" is_ready "$1"
}

answers_or_ended() { is_stopped "$1" || is_ready "$1"; }

command_stop() {
    require_network
    # With all of them end the services of an upgrade that was interrupted.
    if [[ ${#ARGUMENTS[@]} -eq 0 ]]; then mapfile -t ARGUMENTS < <(started_nodes); else chosen_nodes; fi
    in_parallel stop_node "${ARGUMENTS[@]}"
    say "stopped: ${ARGUMENTS[*]}"
}

chosen_nodes() {
    local node
    if [[ ${#ARGUMENTS[@]} -eq 0 ]]; then mapfile -t ARGUMENTS < <(node_names); fi
    for node in "${ARGUMENTS[@]}"; do
        is_node "$node" || die_usage "there is no node '$node'; nodes are: $(node_names | xargs)"
    done
}

command_status() {
    require_network
    local node failed=0
    printf '%-24s %-8s %-10s %s\n' node process health notes
    for node in $(node_names); do node_status "$node" || failed=1; done
    [[ -z $FABRIC_HOME ]] || as_admin authority lifecycle chaincode querycommitted -C "$CHANNEL" 2>/dev/null | tail -n +2 || true
    return "$failed"
}

node_status() {
    local node=$1 pid health=down notes=''
    pid=$(pid_of "$node")
    case $node in
        chaincode-*) notes="sequence $(<"$DATA/services/${node#chaincode-}"), port $(running_service_port "${node#chaincode-}")" ;;
        orderer*)
            notes="port $(orderer_port "$node")"
            ! is_leader "$node" || notes+=", leads"
            ;;
        peer-*) notes="port $(peer_port "${node#peer-}"), height $(height "${node#peer-}")" ;;
    esac
    ! is_healthy "$node" >/dev/null 2>&1 || health=healthy
    printf '%-24s %-8s %-10s %s\n' "$node" "${pid:--}" "$health" "$notes"
    [[ -n $pid && $health != down ]]
}

command_logs() {
    require_network
    local node files=()
    if [[ ${#ARGUMENTS[@]} -eq 0 ]]; then files=("$DATA"/logs/*.log); fi
    for node in "${ARGUMENTS[@]}"; do
        [[ -f $DATA/logs/$node.log ]] || die_usage "there is no log of '$node'; logs are: $(cd "$DATA/logs" && echo *.log | sed 's/\.log//g')"
        files+=("$DATA/logs/$node.log")
    done
    if [[ $FOLLOW == yes ]]; then tail -n 20 -F "${files[@]}"; else tail -n 20 "${files[@]}"; fi
}

command_user() {
    require_network
    [[ ${#ARGUMENTS[@]} -eq 2 ]] || die_usage "user takes an organization and the user's name"
    local organization=${ARGUMENTS[0]} name=${ARGUMENTS[1]}
    is_organization "$organization" || die_usage "there is no organization '$organization'; they are: $(organization_names | xargs)"
    build_programs
    flchain network user "$DATA/network.json" --msp "$(msp_of "$organization")" --name "$name" --common-name "${FLAGS[common-name]:-$name}"
}
