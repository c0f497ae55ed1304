// Packs the vocabularies and the character classes of the npm package `tiktoken` into the .bin files beside this script.
// README.md describes the formats. Run with: node pack.mjs, after `npm ci` in tests/sdk.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, constants } from 'node:zlib';

const require = createRequire(new URL('../../../../tests/sdk/package.json', import.meta.url));
const { Tiktoken } = require('tiktoken');
const absent = 0xffffff;

for (const name of ['o200k_base', 'cl100k_base', 'p50k_base']) save(`${name}.bin`, packVocabulary(name));
save('character-classes.bin', packClasses());

function save(file, bytes) {
  const packed = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  writeFileSync(new URL(file, import.meta.url), packed);
  console.log(`${file}: ${bytes.length} bytes, packed ${packed.length}`);
}

function packVocabulary(name) {
  const tokens = readTokens(name);
  const single = tokens.slice(0, 256).join('');
  if (single.length !== 256) throw new Error(`${name}: the first 256 tokens are not the single bytes.`);
  const ranks = new Map();
  tokens.forEach((token, id) => token === undefined || ranks.set(token, id));
  const left = [];
  const right = [];
  for (let id = 256; id < tokens.length; id++) {
    const [a, b, ...more] = tokens[id] === undefined ? [absent, absent] : lastMerge(tokens[id], ranks);
    // The encoder relies on both: every token comes about by merging, and later ones come from earlier ones.
    if (b === undefined || more.length > 0) throw new Error(`${name}: no merge makes token ${id}.`);
    if (tokens[id] !== undefined && Math.max(a, b) >= id) throw new Error(`${name}: token ${id} is merged from a later one.`);
    left.push(a);
    right.push(b);
  }

  const count = Buffer.alloc(4);
  count.writeUInt32LE(tokens.length);
  return Buffer.concat([count, Buffer.from(single, 'latin1'), planes(left), planes(right)]);
}

// The bytes of each token as a Latin-1 string, by id; undefined where an id has no token.
function readTokens(name) {
  const tokens = [];
  for (const line of require(`tiktoken/encoders/${name}.json`).bpe_ranks.split('\n')) {
    const [, first, ...encoded] = line.split(' ');
    encoded.forEach((text, index) => (tokens[Number(first) + index] = Buffer.from(text, 'base64').toString('latin1')));
  }

  return Array.from(tokens);
}

// Merges the token's bytes as the encoder would, lowest rank first, and stops before the merge that makes it whole.
function lastMerge(token, ranks) {
  const parts = [...token];
  while (parts.length > 2) {
    let best = Infinity;
    let at = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ranks.get(parts[i] + parts[i + 1]) ?? Infinity;
      if (rank < best) [best, at] = [rank, i];
    }

    if (at < 0) break;
    parts.splice(at, 2, parts[at] + parts[at + 1]);
  }

  return parts.map((part) => ranks.get(part));
}

// 24-bit numbers as three runs of bytes, the low bytes first: like bytes stand together, which packs better.
function planes(numbers) {
  return Buffer.concat([0, 8, 16].map((shift) => Buffer.from(numbers.map((number) => (number >> shift) & 0xff))));
}

// Asks the reference's own regular expressions for the class of every code point, so that both know the same Unicode.
function packClasses() {
  const classes = new Uint8Array(0x110000);
  const patterns = { 1: '[\\p{Lu}\\p{Lt}]', 2: '\\p{Ll}', 3: '[\\p{Lm}\\p{Lo}]', 4: '\\p{M}', 5: '\\p{N}', 6: '\\s' };
  for (const [number, pattern] of Object.entries(patterns)) {
    for (const codePoint of codePointsOf(pattern)) {
      if (classes[codePoint] !== 0) throw new Error(`Code point ${codePoint} has two classes.`);
      classes[codePoint] = Number(number);
    }
  }

  const runs = [];
  for (let start = 0, end; start < classes.length; start = end) {
    for (end = start + 1; end < classes.length && classes[end] === classes[start]; end++);
    const length = end - start;
    runs.push(classes[start], length & 0xff, (length >> 8) & 0xff, length >> 16);
  }

  return Buffer.from(runs);
}

// Text that a pattern does not match is left out by the reference, so what comes back is what matched.
function codePointsOf(pattern) {
  const { bpe_ranks: ranks } = require('tiktoken/encoders/cl100k_base.json');
  const encoder = new Tiktoken(ranks, {}, pattern);
  const found = [];
  for (let first = 0; first < 0x110000; first += 0x8000) {
    if (first === 0xd800) continue;
    let text = '';
    for (let i = first; i < first + 0x8000; i++) if (i < 0xd800 || i > 0xdfff) text += String.fromCodePoint(i);
    for (const c of Buffer.from(encoder.decode(encoder.encode_ordinary(text))).toString('utf8')) found.push(c.codePointAt(0));
  }

  encoder.free();
  return found;
}
