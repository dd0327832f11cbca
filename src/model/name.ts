/** Nearly every name; the expressions for all of them take many times as long. */
const usualPart = /^[a-z_][\w$]*$/i;
const usual = /^[a-z_][\w$]*(?:\.[a-z_][\w$]*)*$/i;

/** Names are dotted; a part that needs it stands in double quotes (`public."Order Lines".id`). */
export function parseName(text: string): readonly string[] {
  if (usual.test(text)) return text.split(".");
  const parts: string[] = [];
  let rest = text;
  while (rest.length > 0) {
    const quoted = /^"((?:[^"]|"")*)"(?:\.|$)/.exec(rest);
    const plain = /^([^".]+)(?:\.|$)/.exec(rest);
    const match = quoted ?? plain;
    if (match === null) return [];
    parts.push(quoted === null ? (match[1] ?? "") : (match[1] ?? "").replaceAll('""', '"'));
    if (match[0].endsWith(".") && match[0].length === rest.length) return [];
    rest = rest.slice(match[0].length);
  }
  return parts;
}

/** The inverse of {@link parseName}. */
export function printName(parts: readonly string[]): string {
  return parts
    .map((part) => (usualPart.test(part) || /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join(".");
}

/** The candidate with the smallest edit distance, if it is near enough to be a slip of the hand. */
export function findNearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: measureDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** Optimal string alignment distance: insert, delete, replace and swap of neighbours cost one each. */
function measureDistance(a: string, b: string): number {
  const width = b.length + 1;
  const cells = new Array<number>((a.length + 1) * width).fill(0);
  const at = (i: number, j: number): number => cells[i * width + j] ?? 0;
  for (let i = 0; i <= a.length; i += 1) {
    for (let j = 0; j <= b.length; j += 1) {
      if (i === 0 || j === 0) {
        cells[i * width + j] = i + j;
        continue;
      }
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1);
      cells[i * width + j] = best;
    }
  }
  return at(a.length, b.length);
}
