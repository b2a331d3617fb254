# shellcheck shell=bash

usage() {
    cat <<'TEXT'
usage: network.sh COMMAND [ARGUMENT…] [OPTION…]

A consortium on Hyperledger Fabric as processes of this machine, on the loopback address: an authority, two trainer
organizations and a buyer with a peer each, three raft orderers, TLS everywhere, the chaincode as a service of each
organization with mutual TLS.

  check                say whether FABRIC_HOME has what is needed, and where to get it
  up                   make the network, deploy the chaincode, issue the parties, commit the first transactions
  down                 end all processes and remove the data folder
  status               each process, its health, the peers' heights, the committed chaincodes; fails when one is down
  logs [NODE…]         the last lines of the logs; --follow to go on
  start [NODE…]        start what does not run: orderer1, peer-authority, chaincode-authority …
  stop [NODE…]         stop it; the data stay
  deploy               bring the chaincode as it is in the sources to all organizations, at the next sequence
  deploy --package FILE --name NAME [--collections FILE] [--policy PATH]
                       the same for a package of somebody else, who serves it himself
  join NAME            add a trainer organization to the running channel, with a peer and a trainer
  rebuild peer-NAME    remove the peer's data and let it get blocks and payloads from the others again
  user ORG NAME        issue a client identity of an organization, with its connection profile
  help                 this text

  option             environment               default
  --data DIR         FLCHAIN_FABRIC_DATA       network/fabric/.data     everything that is written is below it
  --fabric-home DIR  FABRIC_HOME                                        bin/peer, orderer, configtxgen, cryptogen, osnadmin
  --channel NAME     FLCHAIN_CHANNEL           flchain
  --base-port N      FLCHAIN_BASE_PORT         7000                     first of the thousand ports that may be used
  --batch-timeout T  FLCHAIN_BATCH_TIMEOUT     250ms                    how long the orderers wait for more transactions
  --trainers N       FLCHAIN_TRAINERS          4                        1 to 99, in turn from the trainer organizations
  --blocks-to-live N FLCHAIN_BLOCKS_TO_LIVE    0                        blocks a payload outlives its own; 0 for ever
  --log-level L      FLCHAIN_LOG_LEVEL         info                     debug, info, warning, error
  --no-build                                                            take the programs as they were built
  --no-chaincode                                                        up: leave out chaincode and parties' funds
  --common-name CN                                                      user: the pseudonym; by default the name

Exit code 0: done. 1: it failed, or status found something down. 2: wrong options, or something is missing.
TEXT
}
