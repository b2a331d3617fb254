# shellcheck shell=bash
# Chaincode: package, install, approve, commit; and the services of the product's own, one for each organization: who
# endorses runs the contracts himself.

readonly OWN_CHAINCODE=flchain
readonly PAYLOAD_COLLECTION=payloads
readonly MAJORITY=/Channel/Application/Endorsement

# The committed sequence of a chaincode, 0 before the first: the greatest that a peer knows.
committed_sequence() {
    local name answer sequence greatest=
    for name in $(organization_names); do
        if answer=$(as_admin "$name" lifecycle chaincode querycommitted -C "$CHANNEL" -n "$1" 2>&1); then
            sequence=$(sed -n 's/.*Sequence: \([0-9]*\),.*/\1/p' <<<"$answer")
        elif [[ $answer == *"namespace $1 is not defined"* ]]; then
            sequence=0
        else
            continue
        fi
        ((sequence <= ${greatest:--1})) || greatest=$sequence
    done
    [[ -n $greatest ]] || die "no peer says which sequence of $1 is committed: $(tail -n 1 <<<"$answer")"
    echo "$greatest"
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

# Whether an organization's peer knows the approvals of all organizations.
has_approvals() {
    local answer
    # shellcheck disable=SC2046
    answer=$(as_admin "$1" lifecycle chaincode checkcommitreadiness $(definition)) || return
    [[ $answer != *": false"* ]]
}

await_approvals() { wait_until 30 "peer-$1 has the approvals" has_approvals "$1"; }

commit_definition() {
    local name peers=() log="$DATA/logs/commit-$CHAINCODE.log"
    for name in $(organization_names); do
        peers+=(--peerAddresses "127.0.0.1:$(peer_port "$name")" --tlsRootCertFiles "$(tls_root_of "$name")")
    done
    # shellcheck disable=SC2046
    as_admin authority lifecycle chaincode commit $(ordering) $(definition) "${peers[@]}" >"$log" 2>&1 \
        || die "the chaincode is not committed: $(tail -n 3 "$log")"
    say "$CHAINCODE, sequence $SEQUENCE: committed"
}

# Installs and approves in the name of every organization.
prepare_definition() {
    local names
    mapfile -t names < <(organization_names)
    in_parallel install_package "${names[@]}"
    say "$CHAINCODE, sequence $SEQUENCE: installed on ${#names[@]} peers"
    wait_until 30 "a leading orderer" leading_orderer
    in_parallel approve_definition "${names[@]}"
    in_parallel await_approvals "${names[@]}"
    say "$CHAINCODE, sequence $SEQUENCE: approved by ${#names[@]} organizations"
}

# Keeps what was built for this sequence, so that a later build does not change what runs. What an earlier try left of a
# sequence that is not committed goes.
make_packages() {
    local folder="$DATA/chaincode/$SEQUENCE"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp -R "$CHAINCODE_OUTPUT" "$folder/app"
    write_network_description "$SEQUENCE"
    flchain network package "$DATA/network.json" --sequence "$SEQUENCE" --output "$folder"
}

# launch_service NODE NAME SEQUENCE: an organization's service.
launch_service() {
    local node=$1 name=$2 sequence=$3 tls
    tls=$(organization_folder "$name")/tls/chaincode
    launch "$node" \
        "CHAINCODE_SERVER_ADDRESS=127.0.0.1:$(service_port "$name" "$sequence")" \
        "CHAINCODE_HEALTH_ADDRESS=127.0.0.1:$(service_health_port "$name" "$sequence")" \
        "CHAINCODE_LOG_LEVEL=$(service_log_level)" \
        "CHAINCODE_ID=$(<"$DATA/chaincode/$sequence/$(domain_of "$name").id")" \
        "CHAINCODE_TLS_CERT=$tls/certificate.pem" \
        "CHAINCODE_TLS_KEY=$tls/key.pem" \
        "CHAINCODE_CLIENT_CA_CERT=$(tls_root_of "$name")" \
        "FLCHAIN_AUTHORITY_MSP=$(msp_of authority)" \
        -- dotnet "$DATA/chaincode/$sequence/app/FLChain.Chaincode.dll"
}

# The levels of --log-level as .NET calls them.
service_log_level() {
    case $LOG_LEVEL in
        info) echo Information ;;
        *) echo "${LOG_LEVEL^}" ;;
    esac
}

# services/NAME says which sequence, a committed one, an organization's service has.
start_service() { launch_service "chaincode-$1" "$1" "$(<"$DATA/services/$1")"; }

# The service of a sequence that is not committed yet runs beside the old one.
start_new_service() { launch_service "next-chaincode-$1" "$1" "$SEQUENCE"; }

stop_new_service() { stop_node "next-chaincode-$1"; }

await_new_service() { wait_until 30 "the new chaincode of $1 takes calls" is_ready "next-chaincode-$1"; }

# The definition is committed: the new service takes the place of the old one.
take_over() {
    local name=$1
    stop_node "chaincode-$name"
    [[ ! -f $DATA/run/next-chaincode-$name.pid ]] || mv "$DATA/run/next-chaincode-$name.pid" "$DATA/run/chaincode-$name.pid"
    echo "$SEQUENCE" >"$DATA/services/$name"
}

# What is left to do when an upgrade was interrupted after its commit.
take_over_late() {
    local service="$DATA/services/$1"
    [[ ! -f $service || $(<"$service") == "$SEQUENCE" ]] || take_over "$1"
}

# The product's chaincode at the next sequence. Until it is committed, everything that runs goes on as before, and a
# further try begins anew.
deploy_own() {
    local names
    mapfile -t names < <(organization_names)
    CHAINCODE=$OWN_CHAINCODE PACKAGE='' POLICY=$MAJORITY COLLECTIONS="$DATA/config/collections.json"
    SEQUENCE=$(committed_sequence "$CHAINCODE")
    in_parallel take_over_late "${names[@]}"
    in_parallel stop_new_service "${names[@]}"
    SEQUENCE=$((SEQUENCE + 1))
    write_collections
    make_packages
    in_parallel start_new_service "${names[@]}"
    prepare_definition
    in_parallel await_new_service "${names[@]}"
    commit_definition
    in_parallel take_over "${names[@]}"
}

# A package that somebody else made and serves: installed, approved and committed as it is.
deploy_foreign() {
    CHAINCODE=${FLAGS[name]:-} PACKAGE=${FLAGS[package]} POLICY=${FLAGS[policy]:-$MAJORITY} COLLECTIONS=${FLAGS[collections]:-}
    [[ $CHAINCODE =~ ^[A-Za-z0-9_-]+$ && $CHAINCODE != "$OWN_CHAINCODE" ]] || die_usage "--package needs --name NAME: letters, digits, _ and -, and not $OWN_CHAINCODE"
    [[ -f $PACKAGE ]] || die_usage "--package: there is no file '$PACKAGE'"
    [[ -z $COLLECTIONS || -f $COLLECTIONS ]] || die_usage "--collections: there is no file '$COLLECTIONS'"
    [[ $POLICY == /* ]] || die_usage "--policy names a policy of the channel, for example $MAJORITY"
    SEQUENCE=$(committed_sequence "$CHAINCODE")
    SEQUENCE=$((SEQUENCE + 1))
    prepare_definition
    commit_definition
}
