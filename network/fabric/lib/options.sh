# shellcheck shell=bash
# Options: flags win over what `up` was told, which wins over the environment, which wins over the defaults.

WANTS_HELP=no
FOLLOW=no
BUILD=yes
WITH_CHAINCODE=yes
ARGUMENTS=()
declare -A FLAGS=()

readonly DEFAULT_DATA="$HERE/.data"

# name, environment variable, default, pattern, what it is
readonly SETTINGS=(
    "channel FLCHAIN_CHANNEL flchain ^[a-z][a-z0-9.-]{0,248}\$"
    "base-port FLCHAIN_BASE_PORT 7000 ^[0-9]{4,5}\$"
    "batch-timeout FLCHAIN_BATCH_TIMEOUT 250ms ^[1-9][0-9]{0,5}(ms|s)\$"
    "trainers FLCHAIN_TRAINERS 4 ^[1-9][0-9]?\$"
    "blocks-to-live FLCHAIN_BLOCKS_TO_LIVE 0 ^[0-9]{1,9}\$"
    "log-level FLCHAIN_LOG_LEVEL info ^(debug|info|warning|error)\$"
)

# Sets DATA, FABRIC_HOME and the setting variables (CHANNEL, BASE_PORT, BATCH_TIMEOUT, TRAINERS, BLOCKS_TO_LIVE, LOG_LEVEL).
read_options() {
    parse_flags "$@"
    DATA=${FLAGS[data]:-${FLCHAIN_FABRIC_DATA:-$DEFAULT_DATA}}
    [[ $DATA == /* ]] || DATA="$PWD/$DATA"
    [[ $DATA =~ ^[A-Za-z0-9/._+-]+$ ]] || die_usage "--data: '$DATA' has characters that Fabric's files cannot hold; use letters, digits and /._+-"
    FABRIC_HOME=${FLAGS[fabric-home]:-${FABRIC_HOME:-}}
    local setting
    for setting in "${SETTINGS[@]}"; do read_setting $setting; done
    local highest=$((10#$BASE_PORT + 999))
    ((10#$BASE_PORT >= 1024 && highest <= 65535)) || die_usage "--base-port is 1024 to 64536, not $BASE_PORT: the thousand ports from there on are the network's"
}

parse_flags() {
    while [[ $# -gt 0 ]]; do
        case $1 in
            --help | -h) WANTS_HELP=yes ;;
            --follow | -f) FOLLOW=yes ;;
            --no-build) BUILD=no ;;
            --no-chaincode) WITH_CHAINCODE=no ;;
            --data | --fabric-home | --channel | --base-port | --batch-timeout | --trainers | --blocks-to-live | --log-level | --name | --package | --collections | --policy | --common-name)
                [[ $# -ge 2 && -n $2 ]] || die_usage "$1 needs a value"
                FLAGS[${1#--}]=$2
                shift
                ;;
            -*) die_usage "there is no option '$1'" ;;
            *) ARGUMENTS+=("$1") ;;
        esac
        shift
    done
}

read_setting() {
    local name=$1 environment=$2 default=$3 pattern=$4 value variable
    variable=${name^^}
    variable=${variable//-/_}
    value=$(saved_setting "$variable")
    if [[ -n $value && -n ${FLAGS[$name]:-} && ${FLAGS[$name]} != "$value" ]]; then
        die_usage "--$name: the network in $DATA was made with '$value'; take it down first, or choose another --data"
    fi
    value=${FLAGS[$name]:-${value:-${!environment:-$default}}}
    [[ $value =~ $pattern ]] || die_usage "--$name: '$value' is not possible; see network.sh help"
    printf -v "$variable" '%s' "$value"
}

# What `up` was told, from the data folder; nothing when there is no network.
saved_setting() {
    [[ ! -f $DATA/settings ]] || sed -n "s/^$1=//p" "$DATA/settings"
}

save_settings() {
    local setting variable
    for setting in "${SETTINGS[@]}"; do
        variable=${setting%% *}
        variable=${variable^^}
        variable=${variable//-/_}
        echo "$variable=${!variable}"
    done >"$DATA/settings"
}

require_network() {
    [[ -f $DATA/settings ]] || die "there is no network in $DATA; network.sh up makes one"
}
