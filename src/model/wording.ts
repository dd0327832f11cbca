/** `1 task`, `2 tasks`, `no tasks`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount === 0 ? "no" : printNumber(amount)} ${amount === 1 ? noun : plural}`;
}

/** 112480 → `112,480`. */
export function printNumber(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
