# shellcheck shell=bash
# Processes: orderer1 … orderer3, peer-NAME, chaincode-NAME, and during an upgrade next-chaincode-NAME. Each leaves
# run/NODE.pid (process and its start time, so that a number used again by another process is not mistaken for it) and
# logs/NODE.log.

node_names() {
    local name
    printf '%s\n' "${ORDERERS[@]}"
    for name in $(organization_names); do echo "peer-$name"; done
    for name in $(organization_names); do [[ ! -f $DATA/services/$name ]] || echo "chaincode-$name"; done
}

is_node() { [[ " $(node_names | xargs) " == *" $1 "* ]]; }

# Every node that was started and not stopped.
started_nodes() {
    local file
    for file in "$DATA"/run/*.pid; do [[ ! -e $file ]] || basename "$file" .pid; done
}

# When a process began, the same in every time zone; nothing when there is none, or only what is left of one.
start_time() {
    local stat
    if [[ -r /proc/self/stat ]]; then
        { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
        # The name, in parentheses, may hold anything; after it come the state, and as the twentieth the start in ticks.
        awk '$1 != "Z" { print $20 }' <<<"${stat##*) }"
    else
        TZ=UTC LC_ALL=C ps -o stat=,lstart= -p "$1" 2>/dev/null | sed -n 's/^[^Z ][^ ]* *//p' | xargs
    fi
}

# The process of a node; nothing when it does not run.
pid_of() {
    local file="$DATA/run/$1.pid" pid started
    [[ -f $file ]] || return 0
    { read -r pid && read -r started; } <"$file" || return 0
    # A program that died at once left no start time.
    if [[ -n $started && $(start_time "$pid") == "$started" ]]; then echo "$pid"; fi
}

is_running() { [[ -n $(pid_of "$1") ]]; }

start_node() {
    is_running "$1" && return
    case $1 in
        orderer*) start_orderer "$1" ;;
        peer-*) start_peer "${1#peer-}" ;;
        chaincode-*) start_service "${1#chaincode-}" ;;
    esac
}

# launch NODE VARIABLE=VALUE… -- COMMAND…: a process of its own, without this terminal. A service that waits for its
# definition to be committed writes the log of the one whose place it takes.
launch() {
    local node=$1 environment=()
    shift
    while [[ $1 != -- ]]; do
        environment+=("$1")
        shift
    done
    shift
    env "${environment[@]}" nohup "$@" </dev/null >>"$DATA/logs/${node#next-}.log" 2>&1 &
    local pid=$!
    disown "$pid"
    printf '%s\n%s\n' "$pid" "$(start_time "$pid")" >"$DATA/run/$node.pid"
}

start_orderer() {
    local node=$1 folder tls root
    folder=$(orderer_folder "$node")
    tls=$folder/tls
    root=$(orderer_tls_root)
    launch "$node" \
        "FABRIC_CFG_PATH=$DATA/config" "FABRIC_LOGGING_SPEC=$LOG_LEVEL" \
        "ORDERER_GENERAL_LISTENPORT=$(orderer_port "$node")" \
        "ORDERER_GENERAL_LOCALMSPDIR=$folder/msp" \
        "ORDERER_GENERAL_TLS_PRIVATEKEY=$tls/server.key" \
        "ORDERER_GENERAL_TLS_CERTIFICATE=$tls/server.crt" \
        "ORDERER_GENERAL_TLS_ROOTCAS=[$root]" \
        "ORDERER_GENERAL_CLUSTER_CLIENTPRIVATEKEY=$tls/server.key" \
        "ORDERER_GENERAL_CLUSTER_CLIENTCERTIFICATE=$tls/server.crt" \
        "ORDERER_GENERAL_CLUSTER_ROOTCAS=[$root]" \
        "ORDERER_ADMIN_LISTENADDRESS=127.0.0.1:$(orderer_admin_port "$node")" \
        "ORDERER_ADMIN_TLS_PRIVATEKEY=$tls/server.key" \
        "ORDERER_ADMIN_TLS_CERTIFICATE=$tls/server.crt" \
        "ORDERER_ADMIN_TLS_ROOTCAS=[$root]" \
        "ORDERER_ADMIN_TLS_CLIENTROOTCAS=[$root]" \
        "ORDERER_OPERATIONS_LISTENADDRESS=127.0.0.1:$(operations_port "$node")" \
        "ORDERER_FILELEDGER_LOCATION=$DATA/orderers/$node/ledger" \
        "ORDERER_CONSENSUS_WALDIR=$DATA/orderers/$node/wal" \
        "ORDERER_CONSENSUS_SNAPDIR=$DATA/orderers/$node/snapshots" \
        -- "$FABRIC_HOME/bin/orderer"
}

start_peer() {
    local name=$1 domain folder address
    domain=$(domain_of "$name")
    folder=$(organization_folder "$name")/peers/peer0.$domain
    address=127.0.0.1:$(peer_port "$name")
    launch "peer-$name" \
        "FABRIC_CFG_PATH=$DATA/config" "FABRIC_LOGGING_SPEC=$LOG_LEVEL" \
        "CORE_PEER_ID=peer0.$domain" \
        "CORE_PEER_LOCALMSPID=$(msp_of "$name")" \
        "CORE_PEER_MSPCONFIGPATH=$folder/msp" \
        "CORE_PEER_ADDRESS=$address" \
        "CORE_PEER_LISTENADDRESS=$address" \
        "CORE_PEER_CHAINCODELISTENADDRESS=127.0.0.1:$(($(peer_port "$name") + 1))" \
        "CORE_PEER_GOSSIP_BOOTSTRAP=$address" \
        "CORE_PEER_GOSSIP_EXTERNALENDPOINT=$address" \
        "CORE_PEER_TLS_CERT_FILE=$folder/tls/server.crt" \
        "CORE_PEER_TLS_KEY_FILE=$folder/tls/server.key" \
        "CORE_PEER_TLS_ROOTCERT_FILE=$(tls_root_of "$name")" \
        "CORE_OPERATIONS_LISTENADDRESS=127.0.0.1:$(operations_port "peer-$name")" \
        "CORE_PEER_FILESYSTEMPATH=$DATA/peers/$name" \
        "CORE_LEDGER_SNAPSHOTS_ROOTDIR=$DATA/peers/$name/snapshots" \
        -- "$FABRIC_HOME/bin/peer" node start
}

# Ends a node: it may finish what it does for half a minute. A chaincode service takes up to 25 s for its transactions.
stop_node() {
    local node=$1 pid
    pid=$(pid_of "$node")
    if [[ -n $pid ]]; then
        kill -TERM "$pid" 2>/dev/null || true
        local deadline=$(($(now) + 30000))
        while is_running "$node" && (($(now) < deadline)); do sleep "$POLL_SECONDS"; done
        kill -KILL "$pid" 2>/dev/null || true
        wait_until 5 "the end of $node" is_stopped "$node"
    fi
    rm -f "$DATA/run/$node.pid"
}

is_stopped() { ! is_running "$1"; }

require_free_ports() {
    local node ports=()
    for node in "${ORDERERS[@]}"; do ports+=("$(orderer_port "$node")" "$(orderer_admin_port "$node")" "$(operations_port "$node")"); done
    require_free "${ports[@]}"
    for node in "$@"; do require_free_peer_ports "$node"; done
}

require_free_peer_ports() {
    local first
    first=$(peer_port "$1")
    require_free "$first" "$((first + 1))" "$((first + 2))" "$((first + 3))" "$((first + 4))" "$((first + 5))" "$((first + 6))"
}

require_free() {
    local port
    for port in "$@"; do
        ! is_listening "$port" || die "another program listens on port $port; choose another --base-port"
    done
}
