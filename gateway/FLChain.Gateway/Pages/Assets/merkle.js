// Checks a Merkle proof as docs/protocol.md has it: SHA-512, a tag byte before each kind of input, the path of a key the hash of the key.
const hashBytes = 64;
const mostDepth = 512;
const tags = { leaf: 0, inner: 1, empty: 2, key: 3, value: 4 };
const utf8 = new TextEncoder();

const sha512 = async (tag, ...parts) => {
  const input = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  input[0] = tag;
  let at = 1;
  for (const part of parts) { input.set(part, at); at += part.length; }
  return new Uint8Array(await crypto.subtle.digest('SHA-512', input));
};

const same = (one, two) => one.length === two.length && one.every((byte, place) => byte === two[place]);
const bit = (bytes, place) => (bytes[place >> 3] >> (7 - (place & 7))) & 1;

export const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
export const ledgerKey = (...parts) => '\0' + parts.map(part => part + '\0').join('');

// Reads the one encoding of a proof of presence; throws for anything else.
const read = (bytes, empty) => {
  if (bytes.length < 4 || bytes[0] !== 1) throw new Error('the proof has another version');
  if (bytes[1] !== 1) throw new Error('the proof is not one of presence');
  const depth = (bytes[2] << 8) | bytes[3];
  const flagBytes = (depth + 7) >> 3;
  if (depth > mostDepth || bytes.length < 4 + flagBytes) throw new Error('the proof is malformed');
  const flags = bytes.subarray(4, 4 + flagBytes);
  for (let place = depth; place < flagBytes * 8; place++) if (bit(flags, place)) throw new Error('the proof is malformed');
  let at = 4 + flagBytes;
  const take = () => {
    if (bytes.length < at + hashBytes) throw new Error('the proof is cut off');
    return bytes.subarray(at, at += hashBytes);
  };
  const siblings = [];
  for (let place = 0; place < depth; place++) {
    const sibling = bit(flags, place) ? take() : null;
    if (sibling && same(sibling, empty)) throw new Error('the proof is malformed');
    siblings.push(sibling);
  }
  const valueDigest = take();
  if (at !== bytes.length) throw new Error('the proof is too long');
  return { siblings, valueDigest };
};

// The root to which the proof leads from this key and value; throws where the proof is not of this value.
export const rootOf = async (proof, key, value) => {
  const empty = await sha512(tags.empty);
  const { siblings, valueDigest } = read(proof, empty);
  if (!same(valueDigest, await sha512(tags.value, value))) throw new Error('the proof is of another record');
  const path = await sha512(tags.key, utf8.encode(key));
  let hash = await sha512(tags.leaf, path, valueDigest);
  for (let depth = siblings.length - 1; depth >= 0; depth--) {
    const sibling = siblings[depth] ?? empty;
    hash = bit(path, depth) ? await sha512(tags.inner, sibling, hash) : await sha512(tags.inner, hash, sibling);
  }
  return hash;
};
