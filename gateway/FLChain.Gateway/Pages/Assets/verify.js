import { hex, ledgerKey, rootOf } from './merkle.js';

// The verify button: asks the gateway for record and proof, and believes neither until the hashes agree.
const fromBase64 = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

const check = async ({ type, id, block, version }) => {
  if (!crypto.subtle) throw new Error('this browser verifies over HTTPS, or on this machine itself');
  const answer = await fetch(`/v1/audit/proofs/${type}s/${encodeURIComponent(id)}?block=${encodeURIComponent(block)}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail ?? `the gateway answered ${answer.status}`);
  if (!body.record) throw new Error('the gateway proves that there is no such record');
  const root = hex(await rootOf(fromBase64(body.proof), ledgerKey(type, id), new TextEncoder().encode(body.record)));
  if (root !== body.root) throw new Error('the hashes do not lead to the root');
  if (String(JSON.parse(body.record).version) !== version) throw new Error('the proven record is not the version shown here: open the page again');
  return body;
};

const show = (place, tone, ...lines) => {
  const notice = document.createElement('div');
  notice.className = `notice ${tone}`;
  for (const line of lines) {
    const text = document.createElement('p');
    text.textContent = line;
    text.className = 'wrap';
    notice.append(text);
  }
  place.replaceChildren(notice);
};

for (const part of document.querySelectorAll('[data-verify]')) {
  const button = part.querySelector('button');
  const verdict = part.querySelector('.verdict');
  button.addEventListener('click', async () => {
    button.disabled = true;
    verdict.textContent = 'Verifying…';
    try {
      const proof = await check(part.dataset);
      show(verdict, 'good', 'Verified: your browser computed the root from this record.', `Root of block ${proof.block}: ${proof.root}`,
        proof.attestedBy.length ? `Attested by ${proof.attestedBy.join(', ')}.` : 'No organization has attested this root yet.',
        'Record, root and attestations are this gateway\'s own word: flchain audit proof holds them against a peer of yours.');
    } catch (error) {
      show(verdict, 'bad', `Not verified: ${error.message}.`);
    } finally {
      button.disabled = false;
    }
  });
}
