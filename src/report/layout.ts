export { count, listWords, printNumber } from "../model/wording.ts";

/** Everything is laid out for this many columns. */
export const pageWidth = 100;

/** Breaks a text at spaces; every line after the first is indented by `indent` columns. Words longer than the line stay whole. */
export function wrap(text: string, indent: number, width: number = pageWidth): string {
  const room = Math.max(20, width - indent);
  return text
    .split("\n")
    .map((paragraph) => breakLine(paragraph, room))
    .flat()
    .join(`\n${" ".repeat(indent)}`);
}

function breakLine(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** A text and a remark at the right edge; below it when there is no room. */
export function alignRight(text: string, remark: string, width: number = pageWidth): string {
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  if (remark === "") return text;
  if (last.length + remark.length + 2 > width) return `${text}\n${remark.padStart(width)}`;
  return `${text}${remark.padStart(width - last.length)}`;
}

/** Indents every line. */
export function indentBlock(text: string, columns: number): string {
  const margin = " ".repeat(columns);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? line : margin + line))
    .join("\n");
}

/** Milliseconds in the unit that reads best. */
export function printDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** A column of labels and a column of texts. */
export function labelled(rows: readonly (readonly [label: string, text: string])[], labelWidth = 9): string {
  return rows
    .filter(([, text]) => text !== "")
    .map(([label, text]) => `${label.padEnd(labelWidth)}${wrap(text, labelWidth)}`)
    .join("\n");
}

/** Texts that begin alike are told once: `the release without a; the release without b` → `the release without a, b`. */
export function joinAlike(text: string): string {
  const parts = text.split("; ").map((part) => part.split(" "));
  const [first] = parts;
  if (first === undefined || parts.length < 2) return text;
  let same = 0;
  while (same < first.length - 1 && parts.every((words) => words[same] === first[same])) same += 1;
  if (same < 3) return text;
  const rests = parts.map((words) => words.slice(same).join(" "));
  return `${first.slice(0, same).join(" ")} ${[...new Set(rests.flatMap((rest) => rest.split(", ")))].join(", ")}`;
}
