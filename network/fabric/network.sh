#!/usr/bin/env bash
# A consortium on Hyperledger Fabric's own programs, as processes of this machine. See README.md, or: network.sh help
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
REPOSITORY=$(cd "$HERE/../.." && pwd)
readonly HERE REPOSITORY

for part in console options fabric organizations waiting nodes material channel flchain chaincode commands joining rebuilding usage; do
    # shellcheck source=/dev/null
    source "$HERE/lib/$part.sh"
done

main() {
    local command=${1:-help}
    [[ $# -eq 0 ]] || shift
    case $command in
        check | up | down | status | logs | deploy | join | rebuild | user | start | stop) ;;
        help | --help | -h) usage && return ;;
        *) die_usage "there is no command '$command'" ;;
    esac
    read_options "$@"
    [[ $WANTS_HELP == no ]] || { usage && return; }
    "command_$command"
}

# A test that sources this file calls the functions by themselves.
[[ ${BASH_SOURCE[0]} != "$0" ]] || main "$@"
