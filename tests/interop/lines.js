'use strict';

// The tests and these scripts talk in lines of JSON: commands come in on standard input, answers go out on standard output.

const readline = require('node:readline');

/** Writes one line; anything that is not such a line is noise of a library. */
function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Calls `handle` for each command in turn; ends the process when the commands end, so that no test leaves one behind. */
async function answer(handle) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    try {
      say({ id: command.id, ...(await handle(command)) });
    } catch (error) {
      say({ id: command.id, error: describe(error) });
    }
  }
  process.exit(0);
}

function describe(error) {
  return {
    name: error.name,
    message: error.message,
    code: error.code,
    transactionId: error.transactionId,
    details: error.details,
  };
}

module.exports = { say, answer };
