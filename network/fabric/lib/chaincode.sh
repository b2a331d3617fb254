# shellcheck shell=bash
# Chaincode: package, install, approve, commit; and the services of the product's own, one for each organization: who
# endorses runs the contracts himself.

readonly OWN_CHAINCODE=flchain
readonly PAYLOAD_COLLECTION=payloads
readonly MAJORITY=/Channel/Application/Endorsement

# The committed sequence of a chaincode, 0 before the first.
committed_sequence() {
    local answer
    answer=$(as_admin authority lifecycle chaincode querycommitted -C "$CHANNEL" -n "$1" 2>/dev/null) || answer=
    sed -n 's/.*Sequence: \([0-9]*\),.*/\1/p' <<<"$answer" | grep . || echo 0
}

# The payload collection: every organization is a member.
write_collections() {
    local name members=''
    for name in $(organization_names); do members+=",'$(msp_of "$name").member'"; done
    # A majority of the organizations endorses and so has a payload already; the others fetch it at the commit or after.
    # Pushing it to one more peer costs more than all the rest of a peer's work: see docs/operations.md.
    cat >"$DATA/config/collections.json" <<JSON
[
  {
    "name": "$PAYLOAD_COLLECTION",
    "policy": "OR(${members#,})",
    "requiredPeerCount": 0,
    "maxPeerCount": 0,
    "blockToLive": $BLOCKS_TO_LIVE,
    "memberOnlyRead": true,
    "memberOnlyWrite": true
  }
]
JSON
}

# What is being deployed: CHAINCODE, SEQUENCE, POLICY, COLLECTIONS (a file or nothing), and package_of ORGANIZATION.
package_of() {
    if [[ -n $PACKAGE ]]; then echo "$PACKAGE"; else echo "$DATA/chaincode/$SEQUENCE/$(domain_of "$1").tgz"; fi
}

definition() {
    echo "-C $CHANNEL -n $CHAINCODE --version $SEQUENCE --sequence $SEQUENCE --channel-config-policy $POLICY"
    [[ -z $COLLECTIONS ]] || echo "--collections-config $COLLECTIONS"
}

install_package() {
    local name=$1 log="$DATA/logs/install-$1.log" package
    package=$(package_of "$name")
    if ! as_admin "$name" lifecycle chaincode install "$package" >"$log" 2>&1; then
        grep -q "already successfully installed" "$log" || die "peer-$name does not install the chaincode: $(tail -n 3 "$log")"
    fi
}

approve_definition() {
    local name=$1 log="$DATA/logs/approve-$1.log" package_id
    package_id=$(as_admin "$name" lifecycle chaincode calculatepackageid "$(package_of "$name")")
    # shellcheck disable=SC2046
    as_admin "$name" lifecycle chaincode approveformyorg $(ordering) $(definition) --package-id "$package_id" >"$log" 2>&1 \
        || grep -q "unchanged content" "$log" || die "$name does not approve the chaincode: $(tail -n 3 "$log")"
}

commit_definition() {
    local name peers=() log="$DATA/logs/commit-$CHAINCODE.log"
    for name in $(organization_names); do
        peers+=(--peerAddresses "127.0.0.1:$(peer_port "$name")" --tlsRootCertFiles "$(tls_root_of "$name")")
    done
    wait_until 30 "all peers have the approvals" heights_agree
    # shellcheck disable=SC2046
    as_admin authority lifecycle chaincode commit $(ordering) $(definition) "${peers[@]}" >"$log" 2>&1 \
        || die "the chaincode is not committed: $(tail -n 3 "$log")"
}

# Installs, approves and commits in the name of every organization.
deploy_definition() {
    local names
    mapfile -t names < <(organization_names)
    in_parallel install_package "${names[@]}"
    say "$CHAINCODE, sequence $SEQUENCE: installed on ${#names[@]} peers"
    wait_until 30 "a leading orderer" leading_orderer
    in_parallel approve_definition "${names[@]}"
    say "$CHAINCODE, sequence $SEQUENCE: approved by ${#names[@]} organizations"
    commit_definition
    say "$CHAINCODE, sequence $SEQUENCE: committed"
}

# Keeps what was built for this sequence, so that a later build does not change what runs.
make_packages() {
    local folder="$DATA/chaincode/$SEQUENCE"
    mkdir -p "$folder"
    [[ -d $folder/app ]] || cp -R "$CHAINCODE_OUTPUT" "$folder/app"
    write_network_description "$SEQUENCE"
    flchain network package "$DATA/network.json" --sequence "$SEQUENCE" --output "$folder"
}

# services/NAME says which sequence an organization's service has.
start_service() {
    local name=$1 sequence=${2:-} domain tls
    [[ -n $sequence ]] || sequence=$(<"$DATA/services/$name")
    domain=$(domain_of "$name")
    tls=$(organization_folder "$name")/tls/chaincode
    launch "chaincode-$name" \
        "CHAINCODE_SERVER_ADDRESS=127.0.0.1:$(service_port "$name" "$sequence")" \
        "CHAINCODE_ID=$(<"$DATA/chaincode/$sequence/$domain.id")" \
        "CHAINCODE_TLS_CERT=$tls/certificate.pem" \
        "CHAINCODE_TLS_KEY=$tls/key.pem" \
        "CHAINCODE_CLIENT_CA_CERT=$(tls_root_of "$name")" \
        "FLCHAIN_AUTHORITY_MSP=$(msp_of authority)" \
        -- dotnet "$DATA/chaincode/$sequence/app/FLChain.Chaincode.dll"
    echo "$sequence" >"$DATA/services/$name"
}

# Lets the old service run until the new definition is committed.
start_new_service() {
    local name=$1
    if [[ -f $DATA/run/chaincode-$name.pid ]]; then
        mv "$DATA/run/chaincode-$name.pid" "$DATA/run/old-chaincode-$name.pid"
    fi
    start_service "$name" "$SEQUENCE"
}

stop_old_service() { stop_node "old-chaincode-$1"; }

await_service() {
    wait_until 30 "the chaincode of $1 listens" is_listening "$(service_port "$1" "$SEQUENCE")"
}

# The product's chaincode at the next sequence, or at the same for who has just joined.
deploy_own() {
    local names
    mapfile -t names < <(organization_names)
    CHAINCODE=$OWN_CHAINCODE PACKAGE='' POLICY=$MAJORITY COLLECTIONS="$DATA/config/collections.json"
    SEQUENCE=$(($(committed_sequence "$CHAINCODE") + 1))
    write_collections
    make_packages
    in_parallel start_new_service "${names[@]}"
    deploy_definition
    in_parallel await_service "${names[@]}"
    in_parallel stop_old_service "${names[@]}"
}

# A package that somebody else made and serves: installed, approved and committed as it is.
deploy_foreign() {
    CHAINCODE=${FLAGS[name]:-} PACKAGE=${FLAGS[package]} POLICY=${FLAGS[policy]:-$MAJORITY} COLLECTIONS=${FLAGS[collections]:-}
    [[ $CHAINCODE =~ ^[A-Za-z0-9_-]+$ && $CHAINCODE != "$OWN_CHAINCODE" ]] || die_usage "--package needs --name NAME: letters, digits, _ and -, and not $OWN_CHAINCODE"
    [[ -f $PACKAGE ]] || die_usage "--package: there is no file '$PACKAGE'"
    [[ -z $COLLECTIONS || -f $COLLECTIONS ]] || die_usage "--collections: there is no file '$COLLECTIONS'"
    [[ $POLICY == /* ]] || die_usage "--policy names a policy of the channel, for example $MAJORITY"
    SEQUENCE=$(($(committed_sequence "$CHAINCODE") + 1))
    deploy_definition
}
