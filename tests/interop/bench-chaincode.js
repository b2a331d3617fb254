'use strict';

// The benchmark's contract on the official fabric-shim. Environment: PACKAGE_ID, ADDRESS (host:port).
// It is the same as ChaincodeBenchmark's own: write puts a value blindly, update reads the key first.

const shim = require('fabric-shim');

class Chaincode {
  async Init() {
    return shim.success();
  }

  async Invoke(stub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    if (fcn === 'update') {
      await stub.getState(params[0]);
    }
    await stub.putState(params[0], Buffer.from(params[1]));
    return shim.success();
  }
}

shim.server(new Chaincode(), { ccid: process.env.PACKAGE_ID, address: process.env.ADDRESS }).start();
