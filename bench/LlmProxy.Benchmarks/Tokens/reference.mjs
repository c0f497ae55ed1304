// The npm package tiktoken beside which the encoder is measured: reads a line `load ENCODING FILE` or `run`, answers with a line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(new URL('../../../tests/sdk/package.json', import.meta.url));
const { get_encoding: getEncoding } = require('tiktoken');
let encoder;
let text;

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, encoding, ...file] = line.split(' ');
  console.log(verb === 'load' ? load(encoding, file.join(' ')) : run());
}

function load(encoding, file) {
  encoder?.free();
  encoder = getEncoding(encoding);
  text = readFileSync(file, 'utf8');
  return 'loaded';
}

// Microseconds of CPU time, number of ids, and a sum over the ids in their order.
function run() {
  const start = process.cpuUsage();
  const ids = encoder.encode_ordinary(text);
  const { user, system } = process.cpuUsage(start);
  let sum = 0;
  for (const id of ids) sum = (Math.imul(sum, 31) + id) | 0;
  return `${user + system} ${ids.length} ${sum}`;
}
