import { splitStatements } from "../formats/statements.ts";

/** Runners whose migrations are JavaScript or TypeScript. */
export const codeRunners = ["knex", "node-pg-migrate", "typeorm", "sequelize"] as const;
export type CodeRunner = (typeof codeRunners)[number];
export type Direction = "up" | "down";
/** How a file is written: its extension without the dot, and whether it uses `export` or `exports`. */
export interface CodeStyle {
  readonly extension: string;
  readonly modules: "esm" | "cjs";
  readonly language: "js" | "ts";
}
/** What one direction of a file sends. `line`: the 1-based line at which `text` begins; further statements stand on the lines of the file where the code has them. */
export interface SentText {
  readonly line: number;
  readonly text: string;
  /** `shared`: the runner's transaction; `own`: one that the file opens itself; `none`: none. */
  readonly transaction: "shared" | "own" | "none";
}
export interface CodeReading {
  readonly up: SentText;
  /** null: nothing is undone. */
  readonly down: SentText | null;
}

export const codeFileName = /^(\d+)[_-](.*)\.([cm]?[jt]s)$/;

export function styleOf(path: string, text: string): CodeStyle {
  const extension = /\.([cm]?[jt]s)$/.exec(path)?.[1] ?? "js";
  const language = extension.endsWith("ts") ? "ts" : "js";
  const isModule = language === "ts" || extension === "mjs" || (extension !== "cjs" && /^export\s/m.test(text));
  return { extension, language, modules: isModule ? "esm" : "cjs" };
}

const calls: Readonly<Record<CodeRunner, RegExp>> = {
  knex: /(?:\.schema)?\.raw\(\s*/y,
  "node-pg-migrate": /\.sql\(\s*/y,
  typeorm: /\.query\(\s*/y,
  sequelize: /\.sequelize\.query\(\s*/y,
};
const heads: readonly RegExp[] = [
  /(?:module\.)?exports\.(up|down)\s*=\s*(?:async\s*)?(?:function\s*\w*\s*)?\(?\s*(\w+)?[^(){}]*\)?(?:\s*:\s*[\w<>.| ]+)?\s*(?:=>)?\s*\{/y,
  /export\s+const\s+(up|down)\s*=\s*(?:async\s*)?\(?\s*(\w+)?[^(){}]*\)?(?:\s*:\s*[\w<>.| ]+)?\s*=>\s*\{/y,
  /export\s+(?:async\s+)?function\s+(up|down)\s*\(\s*(\w+)?[^(){}]*\)(?:\s*:\s*[\w<>.| ]+)?\s*\{/y,
  /(?:public\s+)?async\s+(up|down)\s*\(\s*(\w+)?[^(){}]*\)(?:\s*:\s*[\w<>.| ]+)?\s*\{/y,
];
/** What may stand around the two functions without changing what they send. */
const surroundings: readonly RegExp[] = [
  /\s+/y,
  /\/\/[^\n]*/y,
  /\/\*[\s\S]*?\*\//y,
  /["']use strict["'];?/y,
  /import\s+type\s[^;\n]*;?/y,
  /import\s+\{[\w\s,]*\}\s+from\s+["'](?:typeorm|knex|node-pg-migrate|sequelize)["'];?/y,
  /export\s+const\s+shorthands(?:\s*:\s*[\w| ]+)?\s*=\s*undefined;?/y,
  /export\s+(?:default\s+)?class\s+\w+(?:\s+implements\s+MigrationInterface)?\s*\{/y,
  /module\.exports\s*=\s*class\s+\w+\s*\{/y,
  /(?:public\s+)?name\s*=\s*["'][^"'\n]*["'];?/y,
  /[};]/y,
];
const literal = /`((?:[^`\\$]|\\[\s\S]|\$(?!\{))*)`|"((?:[^"\\\n]|\\["\\])*)"|'((?:[^'\\\n]|\\['\\])*)'/y;
const noTransaction = /(?:(?:module\.)?exports\.config\s*=|export\s+const\s+config\s*=)\s*\{\s*transaction\s*:\s*false,?\s*\};?/y;
const disabledDown = /(?:(?:module\.)?exports\.down\s*=|export\s+const\s+down\s*=)\s*false;?/y;

/**
 * What a file sends, where it does nothing but hand texts of SQL to its runner (as the files do that are written here): read without running it.
 * null: it does more, and only running it tells.
 */
export function readCodeFile(runner: CodeRunner, text: string): CodeReading | null {
  const cursor = { text, at: 0 };
  const found = new Map<Direction, SentText>();
  let leaves = false;
  while (cursor.at < text.length) {
    if (surroundings.some((pattern) => take(cursor, pattern) !== null)) continue;
    if (runner === "knex" && take(cursor, noTransaction) !== null) {
      leaves = true;
      continue;
    }
    if (take(cursor, disabledDown) !== null) continue;
    const head = firstMatch(cursor, heads);
    if (head === null) return null;
    const body = readBody(runner, cursor, head[2] ?? "");
    if (body === null) return null;
    found.set(head[1] as Direction, body);
  }
  const up = found.get("up");
  if (up === undefined) return null;
  const settle = (sent: SentText): SentText => (leaves && sent.transaction === "shared" ? { ...sent, transaction: "none" } : sent);
  const down = found.get("down");
  return { up: settle(up), down: down === undefined || down.text === "" ? null : settle(down) };
}

interface Cursor {
  readonly text: string;
  at: number;
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match !== null) cursor.at = pattern.lastIndex;
  return match;
}

function firstMatch(cursor: Cursor, patterns: readonly RegExp[]): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = take(cursor, pattern);
    if (match !== null) return match;
  }
  return null;
}

/** The statements of one function up to its closing brace; null when it holds anything else. */
function readBody(runner: CodeRunner, cursor: Cursor, parameter: string): SentText | null {
  const pieces: { readonly line: number; readonly text: string }[] = [];
  let transaction: SentText["transaction"] = runner === "sequelize" ? "none" : "shared";
  let receiver = parameter;
  let depth = 1;
  const opener = /await\s+\w+(?:\.sequelize)?\.transaction\(\s*async\s*\(\s*(\w+)\s*\)\s*=>\s*\{/y;
  const remarks: { readonly line: number; readonly text: string }[] = [];
  while (depth > 0) {
    const line = lineAt(cursor.text, cursor.at);
    const around = firstMatch(cursor, surroundings.slice(0, 3));
    if (around !== null) {
      const words = around[0].replaceAll(/^\s*(?:\/\/|\/\*+)|\*+\/$/g, "").trim();
      if (words !== "") remarks.push({ line, text: words.replaceAll(/^/gm, "-- ") });
      continue;
    }
    if (take(cursor, /\}\s*\);?/y) !== null && depth === 2) depth -= 1;
    else if (take(cursor, /\}/y) !== null) depth -= 1;
    else if (runner === "node-pg-migrate" && take(cursor, /pgm\.noTransaction\(\);?/y) !== null) transaction = "none";
    else {
      const opened = depth === 1 && pieces.length === 0 ? take(cursor, opener) : null;
      if (opened !== null) {
        depth = 2;
        transaction = "own";
        if (runner === "knex") receiver = opened[1] ?? receiver;
        continue;
      }
      const piece = readCall(runner, cursor, receiver);
      if (piece === null) return null;
      pieces.push(piece);
    }
  }
  // A function that says why it does nothing: so does the script.
  if (pieces.length === 0 && remarks.length > 0)
    return { line: remarks[0]?.line ?? 1, text: `${remarks.map(({ text }) => text).join("\n")}\n`, transaction };
  if (transaction === "none" && isOwn(pieces)) return { ...joinPieces(pieces.slice(1, -1)), transaction: "own" };
  return { ...joinPieces(pieces), transaction };
}

function isOwn(pieces: readonly { readonly text: string }[]): boolean {
  const inner = pieces.slice(1, -1).some(({ text }) => isControl(text));
  return pieces.length > 2 && /^begin;?$/i.test(pieces[0]?.text ?? "") && /^commit;?$/i.test(pieces.at(-1)?.text ?? "") && !inner;
}

/** Whether a statement begins or ends a transaction. */
export function isControl(text: string): boolean {
  return /^\s*(?:begin|start\s+transaction|commit|rollback|end)\b[\w\s]*;?\s*$/i.test(text);
}

function readCall(runner: CodeRunner, cursor: Cursor, receiver: string): { readonly line: number; readonly text: string } | null {
  const start = new RegExp(`(?:await\\s+|return\\s+)?${receiver}(?=\\.)`, "y");
  if (receiver === "" || take(cursor, start) === null || take(cursor, calls[runner]) === null) return null;
  const line = lineAt(cursor.text, cursor.at);
  const match = take(cursor, literal);
  if (match === null || take(cursor, /\s*(?:,\s*\{\s*transaction\s*\}\s*)?,?\s*\);?/y) === null) return null;
  const text = unescapeText(match[1] ?? match[2] ?? match[3] ?? "");
  return text === null || (runner === "knex" && /(?<!\\)(?:\\\\)*\?/.test(text))
    ? null
    : { line, text: runner === "knex" ? text.replaceAll("\\?", "?") : text };
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** null: an escape that is more than a quoted character. */
function unescapeText(text: string): string | null {
  if (/\\[^`$\\'"]/.test(text.replaceAll("\\\\", ""))) return null;
  return text.replaceAll(/\\([\s\S])/g, "$1");
}

/** One text, each statement on the line where the file has it, as far as the lines before leave room. */
export function joinPieces(pieces: readonly { readonly line: number; readonly text: string }[]): {
  readonly line: number;
  readonly text: string;
} {
  let text = "";
  let line = pieces[0]?.line ?? 1;
  const first = line;
  for (const piece of pieces) {
    const gap = text === "" ? 0 : Math.max(1, piece.line - line);
    const ended = endStatement(piece.text);
    text += "\n".repeat(gap) + ended;
    line += gap + ended.split("\n").length - 1;
  }
  return { line: first, text: text === "" ? "" : `${text}\n` };
}

function endStatement(text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed.endsWith(";")) return trimmed;
  return (trimmed.split("\n").at(-1) ?? "").includes("--") ? `${trimmed}\n;` : `${trimmed};`;
}

/** A statement as the inside of a template literal. */
export function printLiteral(text: string, runner: CodeRunner): string {
  const escaped = text.replace(/;\s*$/, "").replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
  // Knex takes a question mark for a binding unless a backslash stands before it.
  return `\`${runner === "knex" ? escaped.replaceAll("?", "\\\\?") : escaped}\``;
}

/** The lines of calls that send a script, one statement a call; what only says something becomes a comment. */
export function printCalls(script: string, call: (literalText: string) => string, runner: CodeRunner): readonly string[] {
  const statements = splitStatements(script);
  if (statements.length > 0) return statements.map((statement) => call(printLiteral(statement, runner)));
  const remarks = script.split("\n").filter((line) => line.trim() !== "");
  return remarks.map((line) => `// ${line.replace(/^\s*(?:--|\/\*)\s*/, "").replace(/\s*\*\/\s*$/, "")}`);
}
