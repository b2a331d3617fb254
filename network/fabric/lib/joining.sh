# shellcheck shell=bash
# A further trainer organization on the running channel. What was interrupted goes on when it is said again: each step
# is one that finds itself done, and scratch/join-NAME is there until the last.

command_join() {
    require_network
    require_fabric
    [[ ${#ARGUMENTS[@]} -eq 1 ]] || die_usage "join takes the name of one new organization"
    local name=${ARGUMENTS[0]} scratch sequence blocks
    [[ $name =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ && ${#name} -le 40 ]] || die_usage "'$name' is no name: lower-case letters and digits, parts joined by hyphens, at most 40"
    scratch="$DATA/scratch/join-$name"
    [[ $name != orderer* && (-d $scratch || -z $(organization_field "$name" 1)) ]] || die_usage "'$name' is taken"
    build_programs
    STARTED=$(now)
    mkdir -p "$scratch"
    [[ -f $scratch/entered ]] || enter "$name"
    admit "$name"
    say "$name is a member of the channel"
    start_node "peer-$name"
    join_peer "$name"
    blocks=$(greatest_height)
    wait_until 60 "peer-$name has all blocks" has_blocks "$name" "$blocks"
    say "peer-$name has joined and has all blocks"
    grep -q " $name\$" "$DATA/trainers" || echo "$(next_trainer) $name" >>"$DATA/trainers"
    sequence=$(committed_sequence "$OWN_CHAINCODE")
    write_network_description "$sequence"
    flchain network parties "$DATA/network.json"
    [[ -f $scratch/deployed ]] || deploy_own
    touch "$scratch/deployed"
    wait_until 60 "the peers know each other" peers_have_met
    flchain network open "$DATA/network.json"
    rm -rf "$scratch"
    say "$name takes part; its trainer's options: $DATA/parties/trainers/$(sed -n "s/ $name\$//p" "$DATA/trainers")/trainer.json"
}

# The table and the crypto material; a row without material does not stay.
enter() {
    local name=$1
    [[ $(organization_names | wc -l) -lt $MOST_ORGANIZATIONS ]] || die "the ports are for $MOST_ORGANIZATIONS organizations"
    is_organization "$name" || echo "$name $(msp_id_from_name "$name") $name.example trainers" >>"$DATA/organizations"
    rm -rf "$(organization_folder "$name")"
    if ! (require_free_peer_ports "$name" && make_organization_material "$name"); then
        sed -i.before "/^$name /d" "$DATA/organizations"
        rm -rf "$DATA/scratch/join-$name"
        die "$name could not be entered"
    fi
    touch "$DATA/scratch/join-$name/entered"
}

next_trainer() { echo "trainer-$(($(wc -l <"$DATA/trainers") + 1))"; }

# Changes the channel's configuration; a majority of the members signs.
admit() {
    local name=$1 scratch="$DATA/scratch/join-$1" member majority signed=0 members
    mapfile -t members < <(organization_names | grep -vxF "$name")
    make_channel_configuration
    fabric configtxgen -profile Channel -channelID "$CHANNEL" -outputBlock "$scratch/with.block" 2>"$DATA/logs/configtxgen.log" \
        || die "configtxgen refuses the organization: $(tail -n 3 "$DATA/logs/configtxgen.log")"
    # shellcheck disable=SC2046
    as_admin authority channel fetch config "$scratch/config.block" -c "$CHANNEL" $(ordering) >"$scratch/fetch.log" 2>&1 \
        || die "the channel's configuration cannot be fetched: $(tail -n 3 "$scratch/fetch.log")"
    if ! flchain network admission --channel "$CHANNEL" --config "$scratch/config.block" --described "$scratch/with.block" \
        --msp "$(msp_of "$name")" --output "$scratch/update.pb" >"$scratch/admission.log" 2>&1; then
        grep -q "is a member of the channel" "$scratch/admission.log" || die "no update admits $name: $(tail -n 3 "$scratch/admission.log")"
        return
    fi
    majority=$((${#members[@]} / 2 + 1))
    for member in "${members[@]}"; do
        # Who sends the update signs it too.
        if ((++signed == majority)); then
            # shellcheck disable=SC2046
            as_admin "$member" channel update -f "$scratch/update.pb" -c "$CHANNEL" $(ordering) >"$scratch/update.log" 2>&1 \
                || die "the channel's configuration is not changed: $(tail -n 3 "$scratch/update.log")"
            return
        fi
        as_admin "$member" channel signconfigtx -f "$scratch/update.pb" >"$scratch/sign-$member.log" 2>&1 \
            || die "$member does not sign: $(tail -n 3 "$scratch/sign-$member.log")"
    done
}
