// Texts that are hard for an encoder, drawn at random.

const scripts = [
  [0x41, 0x5a], [0x61, 0x7a], [0x30, 0x39], [0x21, 0x2f], [0x3a, 0x40], [0xa0, 0xff], [0x100, 0x24f], [0x1c4, 0x1cc], [0x2b0, 0x2ff],
  [0x300, 0x36f], [0x370, 0x3ff], [0x400, 0x4ff], [0x590, 0x5ff], [0x600, 0x6ff], [0x900, 0x97f], [0xe00, 0xe7f], [0x10a0, 0x10ff],
  [0x13a0, 0x13ff], [0x1e00, 0x1eff], [0x1f00, 0x1fff], [0x2000, 0x206f], [0x2070, 0x209f], [0x2150, 0x218f], [0x2460, 0x24ff],
  [0x2600, 0x27bf], [0x3000, 0x303f], [0x3040, 0x30ff], [0x4e00, 0x9fff], [0xac00, 0xd7a3], [0xe000, 0xe010], [0xfe00, 0xfe0f],
  [0xff00, 0xffef], [0x10000, 0x1005d], [0x10400, 0x1044f], [0x1d400, 0x1d7ff], [0x1e900, 0x1e95f], [0x1f300, 0x1f6ff], [0x20000, 0x2a6df],
];
const spaces = [' ', '  ', '   ', '\t', '\n', '\n\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u00a0', '\u2003', '\u2028', '\u3000', '\u200b', '\ufeff'];
const endings = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].flatMap((e) => [e, e.toUpperCase(), e[0] + e[1].toUpperCase() + e.slice(2)])
  .concat("'\u017f", "'l", "'r", "'v", "'", "''", "\u2019s", "'\u212a", "'sa", "'ll\u0301");
const emoji = ['👩‍👩‍👧‍👦', '🏳️‍🌈', '👍🏽', '🇩🇪', '1️⃣', '🧑🏿‍💻', '☕️', '❤️‍🔥'];
const signs = ['...', '//', '/\n/', '!\n\n', '?/\r\n', '</div>', '==', '{"a":', '```', '->', '!\u0301', '\u0301', '\u0301A', '\u0301a', 'A\u0301B', '_'];
const words = ['Hello', 'WORLD', 'camelCaseWord', 'XMLHttpRequest', 'İstanbul', 'straße', 'Ǆungla', 'naïve', 'ﬁre', '日本語テキスト', '中文ABC', 'ABC中文abc', 'ᏣᎳᎩ'];
const digits = ['1', '12', '123', '1234', '12345678901', '٣٤٥٦', '½', 'Ⅷ', '²³', '१२३४५'];

const character = (random) => {
  const [first, last] = random.pick(scripts);
  return String.fromCodePoint(first + random.below(last - first + 1));
};

const anyCharacter = (random) => {
  const code = random.below(0x110000 - 0x800);
  return String.fromCodePoint(code < 0xd800 ? code : code + 0x800);
};

const ofOneScript = (random) => {
  const [first, last] = random.pick(scripts);
  return random.some(1, 40, () => String.fromCodePoint(first + random.below(last - first + 1))).join('');
};

const atoms = [
  character, character, anyCharacter, ofOneScript, ofOneScript,
  (random) => random.some(1, 5, () => random.pick(spaces)).join(''),
  (random) => random.pick(spaces), (random) => random.pick(endings), (random) => random.pick(words) + random.pick(endings),
  (random) => random.pick(emoji), (random) => random.pick(signs), (random) => ' ' + random.pick(words), (random) => random.pick(digits),
];

/** Pieces of everything, one behind the other. */
export const mixedText = (random) => random.some(1, 60, () => random.pick(atoms)(random)).join('');

/** One or a few characters again and again, most of them long enough to be no short piece. */
export const longRuns = (random) => {
  const unit = random.some(1, 4, () => character(random)).join('');
  return mixedText(random) + unit.repeat(20 + random.below(400)) + mixedText(random);
};

/** Tokens of the vocabulary one behind the other; many of them are parts of characters only. */
export const tokenSalad = (random, tokens) => Buffer.concat(random.some(1, 80, () => Buffer.from(random.pick(tokens))));

/** Text with bytes lost or changed. */
export const brokenBytes = (random) => {
  const bytes = [...Buffer.from(mixedText(random))];
  for (let i = random.below(12); i >= 0; i--) bytes.splice(random.below(bytes.length + 1), random.below(3), random.below(256));
  return Buffer.from(bytes);
};

/** Text with surrogates that have no partner. */
export const loneSurrogates = (random) =>
  random.some(1, 20, () => (random.below(3) === 0 ? String.fromCharCode(0xd800 + random.below(0x800)) : random.pick(atoms)(random))).join('');

/** Text around the names of special tokens, whole and cut. */
export const specialNames = (random, names) =>
  random.some(1, 10, () => [random.pick(names), random.pick(names).slice(0, -1), '<|', '<<|', mixedText(random)][random.below(5)]).join('');
