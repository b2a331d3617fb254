// Runs the page's own verification (merkle.js) on cases that come in on the standard input as JSON:
//   [{ key: [type, id], proof, value, root }], bytes in base64, the root in hex
// and writes for each whether the proof leads to the root.
import { readFileSync } from 'node:fs';

const script = readFileSync(new URL('../../gateway/FLChain.Gateway/Pages/Assets/merkle.js', import.meta.url));
const { hex, ledgerKey, rootOf } = await import(`data:text/javascript;base64,${script.toString('base64')}`);
const bytes = text => new Uint8Array(Buffer.from(text, 'base64'));

const verdicts = [];
for (const { key, proof, value, root } of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    verdicts.push(hex(await rootOf(bytes(proof), ledgerKey(...key), bytes(value))) === root);
  } catch {
    verdicts.push(false);
  }
}
console.log(JSON.stringify(verdicts));
