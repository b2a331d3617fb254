# shellcheck shell=bash
# Keys, certificates and configuration files below the data folder.

# fill TEMPLATE NAME=VALUE…: the template with each @NAME@ replaced.
fill() {
    local template=$1 pair script=()
    shift
    for pair in "$@"; do script+=(-e "s|@${pair%%=*}@|${pair#*=}|g"); done
    sed "${script[@]}" "$HERE/config/$template"
}

make_folders() {
    mkdir -p "$DATA"
    chmod 700 "$DATA" # it holds every private key
    mkdir -p "$DATA"/{config,crypto,run,logs,services,scratch}
}

make_configuration() {
    cp "$HERE/config/orderer.yaml" "$DATA/config/"
    fill core.yaml "BUILDER=$HERE/builders/ccaas" >"$DATA/config/core.yaml"
}

make_orderer_material() {
    cp "$HERE/config/cryptogen-orderers.yaml" "$DATA/scratch/cryptogen-orderers.yaml"
    fabric cryptogen generate --config="$DATA/scratch/cryptogen-orderers.yaml" --output="$DATA/crypto" >/dev/null
}

make_organization_material() {
    local name=$1 config="$DATA/scratch/cryptogen-$1.yaml"
    fill cryptogen-organization.yaml "NAME=$name" "DOMAIN=$(domain_of "$name")" >"$config"
    fabric cryptogen generate --config="$config" --output="$DATA/crypto" >/dev/null
}

make_material_of() {
    if [[ $1 == orderers ]]; then make_orderer_material; else make_organization_material "$1"; fi
}

# The channel's configuration with the organizations in the table.
make_channel_configuration() {
    local name node text='' members='' consenters='' certificate
    for name in $(organization_names); do
        text+=$(fill configtx-organization.yaml "NAME=$name" "MSP=$(msp_of "$name")" "DOMAIN=$(domain_of "$name")" "PEER_PORT=$(peer_port "$name")")$'\n'
        members+=", *$name"
    done
    for node in "${ORDERERS[@]}"; do
        certificate=$(orderer_folder "$node")/tls/server.crt
        consenters+="          - {Host: 127.0.0.1, Port: $(orderer_port "$node"), ClientTLSCert: $certificate, ServerTLSCert: $certificate}"$'\n'
    done
    printf '%s' "$text" >"$DATA/scratch/organizations.yaml"
    printf '%s' "$consenters" >"$DATA/scratch/consenters.yaml"
    fill configtx.yaml "MEMBERS=${members#, }" \
        "ORDERER1_PORT=$(orderer_port orderer1)" "ORDERER2_PORT=$(orderer_port orderer2)" "ORDERER3_PORT=$(orderer_port orderer3)" \
        "BATCH_TIMEOUT=$BATCH_TIMEOUT" \
        | sed -e "/^@ORGANIZATIONS@$/{r $DATA/scratch/organizations.yaml" -e 'd' -e '}' \
            -e "/^@CONSENTERS@$/{r $DATA/scratch/consenters.yaml" -e 'd' -e '}' \
        | sed -e "s|@CRYPTO@|$DATA/crypto|g" >"$DATA/config/configtx.yaml"
}
