'use strict';

// A chaincode on the official fabric-shim, run as a service: one function for each operation of the stub.
// Environment: PACKAGE_ID. Says {"address":"127.0.0.1:port"} when it listens.

const shim = require('fabric-shim');
const { say, answer } = require('./lines');

const text = (bytes) => Buffer.from(bytes).toString('utf8');

async function collect(iterable, show) {
  const rows = [];
  for await (const row of iterable) {
    rows.push(show(row));
  }
  return rows;
}

const row = ({ key, value }) => `${key}=${text(value)}`;
const version = ({ txId, value, isDelete }) => ({ txId, value: text(value), isDelete });

const functions = {
  put: (stub, key, value) => stub.putState(key, Buffer.from(value)),
  get: (stub, key) => stub.getState(key),
  delete: (stub, key) => stub.deleteState(key),

  async fill(stub, prefix, count) {
    for (let i = 0; i < Number(count); i++) {
      await stub.putState(prefix + String(i).padStart(4, '0'), Buffer.from(String(i)));
    }
  },

  // The shim queues calls of one transaction and sends one at a time.
  putAllAtOnce: (stub, ...keys) => Promise.all(keys.map((key) => stub.putState(key, Buffer.from(key)))),

  async increment(stub, key) {
    const next = Number(text(await stub.getState(key)) || '0') + 1;
    await stub.putState(key, Buffer.from(String(next)));
    return String(next);
  },

  range: async (stub, start, end) => JSON.stringify(await collect(stub.getStateByRange(start, end), row)),

  async firstOfRange(stub, start, end) {
    for await (const first of stub.getStateByRange(start, end)) {
      return row(first);
    }
    return '';
  },

  async page(stub, start, end, size, bookmark) {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(start, end, Number(size), bookmark);
    const rows = [];
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      rows.push(row(next.value));
    }
    await iterator.close();
    return JSON.stringify({ rows, count: metadata.fetchedRecordsCount, bookmark: metadata.bookmark });
  },

  putComposite: (stub, type, value, ...attributes) =>
    stub.putState(stub.createCompositeKey(type, attributes), Buffer.from(value)),

  async composites(stub, type, ...attributes) {
    const rows = await collect(stub.getStateByPartialCompositeKey(type, attributes), ({ key, value }) =>
      [...stub.splitCompositeKey(key).attributes, text(value)].join('/'));
    return JSON.stringify(rows);
  },

  history: async (stub, key) => JSON.stringify(await collect(stub.getHistoryForKey(key), version)),

  putPrivate: (stub, collection, key) => stub.putPrivateData(collection, key, stub.getTransient().get('value')),
  getPrivate: (stub, collection, key) => stub.getPrivateData(collection, key),
  privateHash: async (stub, collection, key) => Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex'),
  deletePrivate: (stub, collection, key) => stub.deletePrivateData(collection, key),
  privateRange: async (stub, collection, start, end) =>
    JSON.stringify(await collect(stub.getPrivateDataByRange(collection, start, end), row)),

  async event(stub, name, payload) {
    await stub.putState(`event-${name}`, Buffer.from(payload));
    stub.setEvent(name, Buffer.from(payload));
  },

  whoAmI(stub) {
    const { mspid } = stub.getCreator();
    return JSON.stringify({
      mspId: mspid,
      commonName: /^x509::[^:]*\/CN=([^/:]*)/.exec(new shim.ClientIdentity(stub).getID())?.[1],
      channel: stub.getChannelID(),
      transaction: stub.getTxID(),
      time: stub.getDateTimestamp().toISOString(),
      transient: [...stub.getTransient().keys()],
    });
  },

  fail(stub, message) {
    throw new Error(message);
  },
};

class Chaincode {
  async Init() {
    return shim.success();
  }

  async Invoke(stub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    if (!Object.hasOwn(functions, fcn)) {
      return shim.error(`no function ${fcn}`);
    }
    try {
      const result = await functions[fcn](stub, ...params);
      return shim.success(result instanceof Uint8Array ? Buffer.from(result) : Buffer.from(typeof result === 'string' ? result : ''));
    } catch (error) {
      return shim.error(error.message);
    }
  }
}

const server = shim.server(new Chaincode(), { ccid: process.env.PACKAGE_ID, address: '127.0.0.1:0' });

// fabric-shim keeps the port that it was given to itself; the gRPC server underneath tells its callback.
const grpc = server._server;
const bindAsync = grpc.bindAsync.bind(grpc);
grpc.bindAsync = (address, credentials, bound) =>
  bindAsync(address, credentials, (error, port) => {
    bound(error, port);
    say({ address: `127.0.0.1:${port}` });
  });

server.start();
answer(async () => ({}));
