// Chance that a seed repeats: mulberry32, a 32-bit generator in the public domain.

/** Returns functions that draw from one sequence. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  };

  /** A whole number from 0 to below `limit`. */
  const below = (limit) => Math.floor(next() * limit);
  /** One of `values`. */
  const pick = (values) => values[below(values.length)];
  /** What `make` makes, `from` to `to` times, as a list. */
  const some = (from, to, make) => Array.from({ length: from + below(to - from + 1) }, make);
  return { below, pick, some };
}
