import { readValue, skipPart, type SourceValue } from "./source-values.ts";

/** `target = value`, `target: annotation = value`, or a value alone (target empty). */
export interface PythonStatement {
  readonly target: string;
  readonly annotation: string;
  /** null: nothing is assigned. */
  readonly value: SourceValue | null;
  readonly line: number;
}
export interface PythonClass {
  readonly name: string;
  readonly bases: readonly string[];
  readonly file: string;
  readonly line: number;
  readonly statements: readonly PythonStatement[];
  /** Classes inside (`class Meta`). */
  readonly classes: readonly PythonClass[];
}
export interface PythonFile {
  readonly classes: readonly PythonClass[];
  readonly statements: readonly PythonStatement[];
}

interface LogicalLine {
  readonly text: string;
  readonly indent: number;
  readonly line: number;
}

/** Classes with what they assign, and what the file itself assigns. Bodies of functions are left out. */
export function readPython(file: string, text: string): PythonFile {
  const lines = logicalLines(text);
  return readBlock(file, lines, 0, lines.length);
}

/** Lines as the language counts them: brackets and texts run on. */
function logicalLines(text: string): readonly LogicalLine[] {
  const lines: LogicalLine[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && text[end] !== "\n") end = text.startsWith("\\\n", end) ? end + 2 : skipPart(text, end);
    const content = text.slice(at, end);
    const trimmed = content.trim();
    if (trimmed !== "" && !trimmed.startsWith("#")) lines.push({ text: trimmed, indent: content.search(/\S/), line });
    line += content.split("\n").length;
    at = end + 1;
  }
  return lines;
}

function readBlock(file: string, lines: readonly LogicalLine[], from: number, to: number): PythonFile {
  const classes: PythonClass[] = [];
  const statements: PythonStatement[] = [];
  for (let at = from; at < to; ) {
    const current = lines[at];
    if (current === undefined) break;
    const end = blockEnd(lines, at, to);
    const head = /^class\s+(\w+)\s*(?:\(([\s\S]*)\))?\s*:/.exec(current.text);
    if (head !== null) {
      const inner = readBlock(file, lines, at + 1, end);
      classes.push({ name: head[1] ?? "", bases: splitBases(head[2] ?? ""), file, line: current.line, ...inner });
    } else if (end === at + 1) {
      const statement = readStatement(current);
      if (statement !== null) statements.push(statement);
    }
    at = Math.max(end, at + 1);
  }
  return { classes, statements };
}

/** Where the lines that stand deeper than the one at `at` end. */
function blockEnd(lines: readonly LogicalLine[], at: number, to: number): number {
  const indent = lines[at]?.indent ?? 0;
  let end = at + 1;
  while (end < to && (lines[end]?.indent ?? 0) > indent) end += 1;
  return end;
}

function splitBases(text: string): readonly string[] {
  return text
    .split(",")
    .map((base) => base.trim())
    .filter((base) => base !== "" && !base.includes("="));
}

function readStatement({ text, line }: LogicalLine): PythonStatement | null {
  if (/^(?:@|import\b|from\b|return\b|pass\b|def\b|if\b|for\b|with\b)/.test(text)) return null;
  const typed = /^([A-Za-z_]\w*)\s*:\s*/.exec(text);
  const plain = /^([A-Za-z_]\w*)\s*=(?!=)\s*/.exec(text);
  if (plain !== null) return { target: plain[1] ?? "", annotation: "", value: readValue(text.slice(plain[0].length)), line };
  if (typed === null) return { target: "", annotation: "", value: readValue(text), line };
  let end = typed[0].length;
  while (end < text.length && text[end] !== "=") end = skipPart(text, end);
  const value = end < text.length ? readValue(text.slice(end + 1)) : null;
  return { target: typed[1] ?? "", annotation: text.slice(typed[0].length, end).trim(), value, line };
}
