interface Line {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

const around = 3;

/** Two versions of a file as a unified diff; `null` is no file. Empty where they are equal. Cost: the product of the numbers of lines. */
export function renderDifference(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const lines = compareLines(linesOf(before), linesOf(after));
  const kept = new Set(
    lines.flatMap(({ mark }, index) =>
      mark === " " ? [] : Array.from({ length: 2 * around + 1 }, (_, offset) => index - around + offset),
    ),
  );
  const out = [`--- ${before === null ? "/dev/null" : `a/${path}`}`, `+++ ${after === null ? "/dev/null" : `b/${path}`}`];
  let [old, now] = [0, 0];
  let hunk: { readonly old: number; readonly now: number; readonly lines: string[] } | null = null;
  for (const [index, { mark, text }] of lines.entries()) {
    if (kept.has(index)) {
      hunk ??= { old, now, lines: [] };
      hunk.lines.push(`${mark}${text}`);
    }
    if (mark !== "+") old += 1;
    if (mark !== "-") now += 1;
    const isLast = index === lines.length - 1 || !kept.has(index + 1);
    if (hunk === null || !isLast) continue;
    out.push(`@@ -${range(hunk.old, old)} +${range(hunk.now, now)} @@`, ...hunk.lines);
    hunk = null;
  }
  return `${out.join("\n")}\n`;
}

function range(from: number, to: number): string {
  return to - from === 0 ? `${from},0` : `${from + 1},${to - from}`;
}

function linesOf(text: string | null): readonly string[] {
  if (text === null || text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}

/** The longest common subsequence of lines, by the usual table. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        before[i] === after[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      lines.push({ mark: " ", text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))) {
      lines.push({ mark: "-", text: old });
      i += 1;
    } else {
      lines.push({ mark: "+", text: now ?? "" });
      j += 1;
    }
  }
  return lines;
}
