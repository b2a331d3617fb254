# shellcheck shell=bash
# Who is in the consortium, and which ports each has. The table in the data folder grows with `join`.
# From the base port on: orderers 10, 20, 30 (client, admin, operations); peers 110, 120 … (peer, chaincode listener,
# operations, the two services of the chaincode that take turns at an upgrade, and their health).

readonly ORDERERS=(orderer1 orderer2 orderer3)
readonly ORDERER_MSP=OrdererMSP ORDERER_DOMAIN=orderer.example
readonly MOST_ORGANIZATIONS=80

organization_names() { awk '!/^#/ && NF { print $1 }' "$DATA/organizations"; }

organization_names_of() { awk -v role="$1" '!/^#/ && $4 == role { print $1 }' "$DATA/organizations"; }

organization_field() {
    awk -v name="$1" -v field="$2" '!/^#/ && $1 == name { print $field }' "$DATA/organizations"
}

is_organization() { [[ -n $(organization_field "$1" 1) ]]; }

msp_of() { organization_field "$1" 2; }

domain_of() { organization_field "$1" 3; }

role_of() { organization_field "$1" 4; }

organization_folder() { echo "$DATA/crypto/peerOrganizations/$(domain_of "$1")"; }

tls_root_of() { echo "$(organization_folder "$1")/tlsca/tlsca.$(domain_of "$1")-cert.pem"; }

orderer_folder() { echo "$DATA/crypto/ordererOrganizations/$ORDERER_DOMAIN/orderers/$1.$ORDERER_DOMAIN"; }

orderer_tls_root() { echo "$DATA/crypto/ordererOrganizations/$ORDERER_DOMAIN/tlsca/tlsca.$ORDERER_DOMAIN-cert.pem"; }

orderer_port() { echo "$((BASE_PORT + 10 * ${1#orderer}))"; }

orderer_admin_port() { echo "$(($(orderer_port "$1") + 1))"; }

peer_port() {
    local place
    place=$(awk -v name="$1" '!/^#/ && NF { place++; if ($1 == name) print place }' "$DATA/organizations")
    echo "$((BASE_PORT + 100 + 10 * place))"
}

# Services of odd and even sequences have their own port, so that the new one runs before the old one ends.
service_port() { echo "$(($(peer_port "$1") + 3 + $2 % 2))"; }

# services/NAME says which sequence an organization's service has.
running_service_port() { service_port "$1" "$(<"$DATA/services/$1")"; }

service_health_port() { echo "$(($(service_port "$1" "$2") + 2))"; }

# Port of a node's /healthz and /metrics.
operations_port() {
    case $1 in
        orderer*) echo "$(($(orderer_port "$1") + 2))" ;;
        peer-*) echo "$(($(peer_port "${1#peer-}") + 2))" ;;
    esac
}

# Where a node says over HTTP that it is well.
health_address() {
    case $1 in
        next-chaincode-*) echo "127.0.0.1:$(service_health_port "${1#next-chaincode-}" "$SEQUENCE")/readyz" ;;
        chaincode-*) echo "127.0.0.1:$(service_health_port "${1#chaincode-}" "$(<"$DATA/services/${1#chaincode-}")")/readyz" ;;
        *) echo "127.0.0.1:$(operations_port "$1")/healthz" ;;
    esac
}

# The name trainers-three gives the MSP id TrainersThreeMSP.
msp_id_from_name() {
    local part id=
    for part in ${1//-/ }; do id+=${part^}; done
    echo "${id}MSP"
}
