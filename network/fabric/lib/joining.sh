# shellcheck shell=bash
# A further trainer organization on the running channel. What was interrupted goes on when it is said again.

command_join() {
    require_network
    require_fabric
    [[ ${#ARGUMENTS[@]} -eq 1 ]] || die_usage "join takes the name of one new organization"
    local name=${ARGUMENTS[0]}
    [[ $name =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ && ${#name} -le 40 ]] || die_usage "'$name' is no name: lower-case letters and digits, parts joined by hyphens, at most 40"
    [[ $name != orderer* && ! -f $DATA/services/$name ]] || die_usage "'$name' is taken"
    build_programs
    STARTED=$(now)
    is_organization "$name" || enter "$name"
    [[ -f $DATA/scratch/join-$name/admitted ]] || admit "$name"
    say "$name is a member of the channel"
    start_node "peer-$name"
    [[ -f $DATA/scratch/join-$name/peer ]] || join_peer "$name"
    touch "$DATA/scratch/join-$name/peer"
    wait_until 60 "peer-$name has all blocks" heights_agree
    say "peer-$name has joined and has all blocks"
    grep -q " $name\$" "$DATA/trainers" || echo "$(next_trainer) $name" >>"$DATA/trainers"
    write_network_description "$(committed_sequence "$OWN_CHAINCODE")"
    flchain network parties "$DATA/network.json"
    deploy_own
    wait_until 60 "the peers know each other" peers_have_met
    flchain network open "$DATA/network.json"
    say "$name takes part; its trainer's options: $DATA/parties/trainers/$(sed -n "s/ $name\$//p" "$DATA/trainers")/trainer.json"
}

# The table and the crypto material; a row without material never stays.
enter() {
    local name=$1
    [[ $(organization_names | wc -l) -lt $MOST_ORGANIZATIONS ]] || die "the ports are for $MOST_ORGANIZATIONS organizations"
    cp "$DATA/organizations" "$DATA/scratch/organizations.before"
    echo "$name $(msp_id_from_name "$name") $name.example trainers" >>"$DATA/organizations"
    if ! (require_free_peer_ports "$name" && make_organization_material "$name"); then
        mv "$DATA/scratch/organizations.before" "$DATA/organizations"
        die "$name could not be entered"
    fi
}

next_trainer() { echo "trainer-$(($(wc -l <"$DATA/trainers") + 1))"; }

# Changes the channel's configuration; a majority of the members signs.
admit() {
    local name=$1 scratch="$DATA/scratch/join-$1" member majority signed=0 members
    mapfile -t members < <(organization_names | grep -vxF "$name")
    mkdir -p "$scratch"
    make_channel_configuration
    fabric configtxgen -profile Channel -channelID "$CHANNEL" -outputBlock "$scratch/with.block" 2>"$DATA/logs/configtxgen.log" \
        || die "configtxgen refuses the organization: $(tail -n 3 "$DATA/logs/configtxgen.log")"
    # shellcheck disable=SC2046
    as_admin authority channel fetch config "$scratch/config.block" -c "$CHANNEL" $(ordering) >"$scratch/fetch.log" 2>&1 \
        || die "the channel's configuration cannot be fetched: $(tail -n 3 "$scratch/fetch.log")"
    flchain network admission --channel "$CHANNEL" --config "$scratch/config.block" --described "$scratch/with.block" --msp "$(msp_of "$name")" --output "$scratch/update.pb"
    majority=$((${#members[@]} / 2 + 1))
    for member in "${members[@]}"; do
        # Who sends the update signs it too.
        if ((++signed == majority)); then
            # shellcheck disable=SC2046
            as_admin "$member" channel update -f "$scratch/update.pb" -c "$CHANNEL" $(ordering) >"$scratch/update.log" 2>&1 \
                || die "the channel's configuration is not changed: $(tail -n 3 "$scratch/update.log")"
            touch "$scratch/admitted"
            return
        fi
        as_admin "$member" channel signconfigtx -f "$scratch/update.pb" >"$scratch/sign-$member.log" 2>&1 \
            || die "$member does not sign: $(tail -n 3 "$scratch/sign-$member.log")"
    done
}
