// Writes texts and the ids that the reference encoder makes of them, as JSON lines, for the encoder's own tests to compare.
// node generate.mjs FILE [SEED]; the same seed writes the same texts. The seed is in the file's first line.
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Tiktoken } from 'tiktoken';
import { randomFrom } from './random.mjs';
import { brokenBytes, loneSurrogates, longRuns, mixedText, specialNames, tokenSalad } from './texts.mjs';

const require = createRequire(import.meta.url);
const [path, seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
if (path === undefined) throw new Error('Usage: node generate.mjs FILE [SEED]');

const file = openSync(path, 'w');
const random = randomFrom(Number(seed));
writeLine({ seed: Number(seed) });
for (const encoding of ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base']) {
  const { bpe_ranks: ranks, special_tokens: special, pat_str: pattern } = require(`tiktoken/encoders/${encoding}.json`);
  write(encoding, new Tiktoken(ranks, special, pattern), Object.keys(special));
  if (encoding === 'o200k_base') {
    const harmony = { ...special, '<|start|>': 200006, '<|end|>': 200007, '<|message|>': 200008, '<|reserved_200013|>': 200013 };
    writeSpecial('o200k_harmony', new Tiktoken(ranks, harmony, pattern), Object.keys(harmony));
  }
}

closeSync(file);

function write(encoding, reference, special) {
  const tokens = reference.token_byte_values();
  // p50k_base cuts as r50k_base does.
  if (encoding !== 'p50k_base') for (const text of everyCharacter()) writeText('characters', text);
  for (let i = 0; i < 600; i++) writeText('mixed', mixedText(random));
  for (let i = 0; i < 150; i++) writeText('run', longRuns(random));
  for (let i = 0; i < 400; i++) writeBytes('tokens', tokenSalad(random, tokens));
  for (let i = 0; i < 200; i++) writeBytes('broken', brokenBytes(random));
  for (let i = 0; i < 100; i++) writeSurrogates('surrogates', loneSurrogates(random));
  for (let i = 0; i < 20; i++) writeText('special as text', specialNames(random, special));
  writeSpecial(encoding, reference, special);

  function writeText(category, text) {
    writeLine({ encoding, category, text, ids: idsOf(text) });
  }

  function writeBytes(category, bytes) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    writeLine({ encoding, category, base64: Buffer.from(bytes).toString('base64'), ids: idsOf(text) });
  }

  function writeSurrogates(category, text) {
    writeLine({ encoding, category, utf16: Buffer.from(text, 'utf16le').toString('base64'), ids: idsOf(text) });
  }

  function idsOf(text) {
    return Array.from(reference.encode_ordinary(text));
  }
}

function writeSpecial(encoding, reference, special) {
  for (let i = 0; i < 20; i++) {
    const text = specialNames(random, special);
    writeLine({ encoding, category: 'special', special: 'all', text, ids: Array.from(reference.encode(text, 'all')) });
  }

  reference.free();
}

// Every character of the planes whose classes differ, a sixteenth of the rest: between letters, before a digit and alone.
function* everyCharacter() {
  for (let block = 0; block < 0x110000; block += 0x100) {
    const surrogates = block >= 0xd800 && block < 0xe000;
    const uniform = (block >= 0x3500 && block < 0x9f00) || (block >= 0xac00 && block < 0xd700)
      || (block >= 0xe000 && block < 0xf900) || (block >= 0x20000 && block !== 0xe0000 && block !== 0xe0100);
    if (surrogates || (uniform && block % 0x1000 !== 0)) continue;
    let text = '';
    for (let i = block; i < block + 0x100; i++) {
      const c = String.fromCodePoint(i);
      text += `A${c}a1 ${c}${c}\n`;
    }

    yield text;
  }
}

function writeLine(value) {
  writeSync(file, `${JSON.stringify(value)}\n`);
}
