import { join } from "node:path";
import type { Finding } from "../model/finding.ts";
import type { Migration, Script } from "../model/migration.ts";
import { readTextIfPresent } from "../project/files.ts";

/** Where a script's text stands in its file; null when the format gave it another text (code that was run, a joined one). */
export function offsetOf(text: string, script: Script): number | null {
  let start = 0;
  for (let line = 1; line < script.line; line += 1) start = text.indexOf("\n", start) + 1;
  return text.startsWith(script.text, start) ? start : null;
}

/**
 * Rules offer edits of the script that they read; here these become edits of the file in which the script stands. One whose script is not the file's own text
 * is left out: nobody could apply it.
 */
export async function placeFixes(
  findings: readonly Finding[],
  migrations: readonly Migration[],
  root: string,
): Promise<readonly Finding[]> {
  const offsets = new Map<string, number | null>();
  for (const { fix } of findings) {
    if (fix === undefined || offsets.has(fix.file)) continue;
    const script = migrations.find(({ up }) => up.file === fix.file)?.up;
    const text = script === undefined ? null : await readTextIfPresent(join(root, fix.file));
    offsets.set(fix.file, script === undefined || text === null ? null : offsetOf(text, script));
  }
  return findings.map((finding) => {
    const { fix, ...rest } = finding;
    if (fix === undefined) return finding;
    const offset = offsets.get(fix.file) ?? null;
    return offset === null ? rest : { ...rest, fix: { ...fix, start: fix.start + offset, end: fix.end + offset } };
  });
}
