# shellcheck shell=bash
# The project's own programs: `flchain` makes identities, profiles and packages; FLChain.Chaincode is the service.

readonly CLI_OUTPUT="$REPOSITORY/trainer-sdk/FLChain.Cli/bin/Release/net10.0"
readonly CHAINCODE_OUTPUT="$REPOSITORY/chaincode/FLChain.Chaincode/bin/Release/net10.0"

flchain() { dotnet "$CLI_OUTPUT/FLChain.Cli.dll" "$@"; }

# Builds both programs when a source is newer than what was built.
build_programs() {
    [[ $BUILD == yes ]] || return 0
    command -v dotnet >/dev/null || die_usage "dotnet is missing: the .NET SDK that global.json names builds the chaincode"
    local newer
    newer=$(find "$REPOSITORY"/{core,chaincode,network,trainer-sdk} "$REPOSITORY"/Directory.*.props \
        \( -name bin -o -name obj -o -name .data \) -prune -o \
        \( -name '*.cs' -o -name '*.csproj' -o -name '*.proto' -o -name '*.props' \) -newer "$CLI_OUTPUT/FLChain.Cli.dll" -print -quit 2>/dev/null || true)
    if [[ -f $CLI_OUTPUT/FLChain.Cli.dll && -f $CHAINCODE_OUTPUT/FLChain.Chaincode.dll && -z $newer ]]; then return; fi
    say "building flchain and the chaincode"
    dotnet build "$REPOSITORY/trainer-sdk/FLChain.Cli" -c Release --nologo -v q >&2
    touch "$CLI_OUTPUT/FLChain.Cli.dll"
}

# network.json: what `flchain network` has to know. $1: the chaincode's sequence.
write_network_description() {
    local name separator=''
    {
        printf '{\n  "channel": "%s",\n  "chaincode": "flchain",\n  "crypto": "crypto",\n  "parties": "parties",\n  "organizations": [' "$CHANNEL"
        for name in $(organization_names); do
            printf '%s\n    { "mspId": "%s", "domain": "%s", "role": "%s", "peer": "127.0.0.1:%d", "service": "127.0.0.1:%d" }' \
                "$separator" "$(msp_of "$name")" "$(domain_of "$name")" "$(role_of "$name")" "$(peer_port "$name")" "$(service_port "$name" "$1")"
            separator=,
        done
        printf '\n  ],\n  "trainers": ['
        separator=''
        while read -r trainer name; do
            printf '%s\n    { "name": "%s", "mspId": "%s" }' "$separator" "$trainer" "$(msp_of "$name")"
            separator=,
        done <"$DATA/trainers"
        printf '\n  ]\n}\n'
    } >"$DATA/network.json"
}

# The founding trainers, in turn from each trainer organization: lines of name and organization.
write_trainers() {
    local organizations number
    mapfile -t organizations < <(organization_names_of trainers)
    for ((number = 1; number <= TRAINERS; number++)); do
        echo "trainer-$number ${organizations[(number - 1) % ${#organizations[@]}]}"
    done >"$DATA/trainers"
}
