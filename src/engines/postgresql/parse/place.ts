/** 1-based line and column (UTF-16) of an offset, with `firstLine` the line of the file at which the text begins. */
export function placeOf(text: string, offset: number, firstLine: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return { line: firstLine + (before.match(/\n/g)?.length ?? 0), column: offset - lastBreak };
}

/** As {@link placeOf} for many offsets of one text, each behind the one before it. Cost: linear in the text, for all of them. */
export function placesOf(text: string, firstLine: number): (offset: number) => { readonly line: number; readonly column: number } {
  let line = firstLine;
  let lineStart = 0;
  return (offset) => {
    for (let end = text.indexOf("\n", lineStart); end !== -1 && end < offset; end = text.indexOf("\n", lineStart)) {
      line += 1;
      lineStart = end + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}

/** The line around an offset, cut to about 100 characters, for messages. */
export function excerptAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const stop = text.indexOf("\n", offset);
  const line = text.slice(start, stop === -1 ? text.length : stop);
  const at = offset - start;
  if (line.length <= 100) return line.trim();
  const from = Math.max(0, Math.min(at - 40, line.length - 100));
  return `${from > 0 ? "…" : ""}${line.slice(from, from + 100).trim()}${from + 100 < line.length ? "…" : ""}`;
}
