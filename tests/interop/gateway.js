'use strict';

// A client on the official fabric-gateway that does what it is told, one command after the other.
// Environment: GATEWAY (JSON: address, tlsRoot, serverName, mspId, certificate, key; the last three files' contents in PEM),
// CHANNEL, CHAINCODE, CONTRACT (optional).

const crypto = require('node:crypto');
const grpc = require('@grpc/grpc-js');
const { connect, hash, signers } = require('@hyperledger/fabric-gateway');
const { say, answer } = require('./lines');

const settings = JSON.parse(process.env.GATEWAY);
const credentials = settings.tlsRoot
  ? grpc.credentials.createSsl(Buffer.from(settings.tlsRoot))
  : grpc.credentials.createInsecure();
const client = new grpc.Client(settings.address, credentials, {
  'grpc.ssl_target_name_override': settings.serverName,
});
const deadline = () => ({ deadline: Date.now() + 60000 });
const gateway = connect({
  client,
  hash: hash.sha256,
  identity: { mspId: settings.mspId, credentials: Buffer.from(settings.certificate) },
  signer: signers.newPrivateKeySigner(crypto.createPrivateKey(settings.key)),
  endorseOptions: deadline,
  evaluateOptions: deadline,
  submitOptions: deadline,
  commitStatusOptions: deadline,
});
const network = gateway.getNetwork(process.env.CHANNEL);
const contract = network.getContract(process.env.CHAINCODE, process.env.CONTRACT);
const streams = new Map();

function options(command) {
  return {
    arguments: command.args ?? [],
    transientData: command.transient,
    endorsingOrganizations: command.organizations,
  };
}

async function relay(stream, events, show) {
  try {
    for await (const event of events) {
      say({ stream, ...show(event) });
    }
  } catch (error) {
    say({ stream, ended: error.code ?? error.message });
  }
}

const showEvent = (event) => ({
  block: Number(event.blockNumber),
  transactionId: event.transactionId,
  chaincode: event.chaincodeName,
  event: event.eventName,
  payload: Buffer.from(event.payload).toString('utf8'),
});

const showBlock = (block) => ({
  block: Number(block.getHeader().getNumber()),
  transactions: block.getData().getDataList().length,
  codes: Buffer.from(block.getMetadata().getMetadataList_asU8()[2]).toString('hex'),
});

async function open(command, start, show) {
  const from = command.start === undefined ? {} : { startBlock: BigInt(command.start) };
  const events = await start(from);
  streams.set(command.id, events);
  relay(command.id, events, show);
  return {};
}

const commands = {
  evaluate: async (command) => ({ result: Buffer.from(await contract.evaluate(command.name, options(command))).toString('utf8') }),

  async submit(command) {
    const submitted = await contract.submitAsync(command.name, options(command));
    const status = await submitted.getStatus();
    return {
      result: Buffer.from(submitted.getResult()).toString('utf8'),
      transactionId: submitted.getTransactionId(),
      block: Number(status.blockNumber),
      code: status.code,
    };
  },

  // Endorses all before it submits any, so that they meet in the order of the ledger.
  async conflict(command) {
    const transactions = [];
    for (const args of command.calls) {
      transactions.push(await contract.newProposal(command.name, { arguments: args }).endorse());
    }
    const codes = [];
    for (const transaction of transactions) {
      codes.push((await (await transaction.submit()).getStatus()).code);
    }
    return { codes };
  },

  listen: (command) => open(command, (from) => network.getChaincodeEvents(process.env.CHAINCODE, from), showEvent),
  blocks: (command) => open(command, (from) => network.getBlockEvents(from), showBlock),

  async close(command) {
    streams.get(command.stream).close();
    return {};
  },
};

answer((command) => commands[command.op](command));
