# shellcheck shell=bash
# The channel: its first block, and who joins it.

make_first_block() {
    fabric configtxgen -profile Channel -channelID "$CHANNEL" -outputBlock "$DATA/channel.block" 2>"$DATA/logs/configtxgen.log" \
        || die "configtxgen refuses the channel: $(tail -n 3 "$DATA/logs/configtxgen.log")"
}

join_orderer() {
    local node=$1 admin answer
    admin="$DATA/crypto/ordererOrganizations/$ORDERER_DOMAIN/users/Admin@$ORDERER_DOMAIN/tls"
    wait_until 30 "$node takes calls" is_ready "$node"
    answer=$(fabric osnadmin channel join --channelID "$CHANNEL" --config-block "$DATA/channel.block" \
        -o "127.0.0.1:$(orderer_admin_port "$node")" --ca-file "$(orderer_tls_root)" \
        --client-cert "$admin/client.crt" --client-key "$admin/client.key" 2>&1)
    [[ $answer == *"Status: 201"* ]] || die "$node does not join the channel: $answer"
}

join_peer() {
    local name=$1
    wait_until 30 "peer-$name takes calls" is_ready "peer-$name"
    as_admin "$name" channel join -b "$DATA/channel.block" >"$DATA/logs/join-$name.log" 2>&1 \
        || grep -q "already exists" "$DATA/logs/join-$name.log" \
        || die "peer-$name does not join the channel: $(tail -n 3 "$DATA/logs/join-$name.log")"
}

join_node() {
    case $1 in
        orderer*) join_orderer "$1" ;;
        peer-*) join_peer "${1#peer-}" ;;
    esac
}
