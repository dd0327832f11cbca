export interface Random {
  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number;
}

/** The same numbers for the same seed on every machine (mulberry32 over an FNV hash). */
export function makeRandom(seed: string): Random {
  let state = 2166136261;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619);
  return {
    below: (limit) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return limit <= 1 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
    },
  };
}
