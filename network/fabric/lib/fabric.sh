# shellcheck shell=bash
# Fabric's programs, found through FABRIC_HOME.

readonly FABRIC_PROGRAMS=(peer orderer configtxgen cryptogen osnadmin)
readonly FABRIC_SOURCE="https://github.com/hyperledger/fabric/releases (the archive hyperledger-fabric-<system>-2.5.x.tar.gz; unpacked, its folder is FABRIC_HOME)"

require_fabric() {
    local missing=() program
    [[ -n $FABRIC_HOME ]] || die_usage "FABRIC_HOME is not set: a folder with bin/ and in it ${FABRIC_PROGRAMS[*]}. Where to get it: $FABRIC_SOURCE"
    for program in "${FABRIC_PROGRAMS[@]}"; do
        [[ -x $FABRIC_HOME/bin/$program ]] || missing+=("bin/$program")
    done
    [[ ${#missing[@]} -eq 0 ]] || die_usage "FABRIC_HOME=$FABRIC_HOME lacks ${missing[*]}. Where to get it: $FABRIC_SOURCE"
    command -v curl >/dev/null || die_usage "curl is missing: health and metrics of the nodes are read with it"
}

fabric() {
    local program=$1
    shift
    FABRIC_CFG_PATH="$DATA/config" FABRIC_LOGGING_SPEC=error "$FABRIC_HOME/bin/$program" "$@"
}

# Runs `peer …` as the administrator of an organization, against its own peer.
as_admin() {
    local name=$1
    shift
    CORE_PEER_LOCALMSPID=$(msp_of "$name") \
        CORE_PEER_MSPCONFIGPATH=$(organization_folder "$name")/users/Admin@$(domain_of "$name")/msp \
        CORE_PEER_ADDRESS=127.0.0.1:$(peer_port "$name") \
        CORE_PEER_TLS_ENABLED=true \
        CORE_PEER_TLS_ROOTCERT_FILE=$(tls_root_of "$name") \
        fabric peer "$@"
}

# The orderer that commands talk to: the leader, or the first that answers.
ordering() {
    local node
    node=$(leading_orderer || first_healthy_orderer)
    echo "-o 127.0.0.1:$(orderer_port "$node") --tls --cafile $(orderer_tls_root)"
}
