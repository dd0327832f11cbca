import { skipToken, splitStatements, stripComments } from "../formats/statements.ts";
import { languageOf } from "./languages.ts";
import { findLiterals } from "./literals.ts";

/** A text of a source that looks like SQL: `text` with every value as `$n`; offsets are 0-based UTF-16 units of the file. */
export interface SqlText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly verb: string;
  readonly placeholders: number;
}

// A verb alone is a word of English too: each needs its companion.
const companions: Readonly<Record<string, RegExp>> = {
  select: /^select\b[\s\S]*(?:\bfrom\b|\(|\$\d|['\d])/i,
  with: /^with\s+(?:recursive\s+)?[\w"]+[\s\S]*\bas\b[\s\S]*\(/i,
  insert: /^insert\s+(?:or\s+\w+\s+)?into\s+\S/i,
  replace: /^replace\s+into\s+\S/i,
  update: /^update\s+[\s\S]*\bset\b/i,
  delete: /^delete\s+from\s+\S/i,
  merge: /^merge\s+into\s+\S/i,
  truncate: /^truncate\s+(?:table\s+)?["\w]/i,
  copy: /^copy\s+[\s\S]*\b(?:from|to)\b/i,
  create:
    /^create\s+(?:or\s+replace\s+|temp(?:orary)?\s+|unique\s+|materialized\s+)*(?:table|index|view|function|trigger|type|schema|sequence|extension|policy|database)\b/i,
  alter: /^alter\s+(?:table|index|view|type|sequence|schema|function|database)\b/i,
  drop: /^drop\s+(?:table|index|view|materialized|type|sequence|schema|function|trigger|database)\b/i,
};

/** SQL in the texts of a source file, or the statements of an `.sql` file. */
export function findSql(path: string, source: string): readonly SqlText[] {
  const language = languageOf(path);
  if (language === null) return [];
  if (language === "sql") return findStatements(source);
  return findLiterals(source, language).flatMap(({ start, end, pieces }) => {
    const bare = stripComments(pieces.join(" $0 ").trim());
    const verb = /^[A-Za-z]+/.exec(bare)?.[0].toLowerCase() ?? "";
    if (companions[verb]?.test(bare) !== true) return [];
    const { text, placeholders } = numberPlaceholders(pieces);
    return [{ start, end, text: text.trim(), verb, placeholders }];
  });
}

function findStatements(source: string): readonly SqlText[] {
  let from = 0;
  return splitStatements(source).flatMap((statement) => {
    const start = Math.max(from, source.indexOf(statement, from));
    from = start + statement.length;
    const verb = /^[A-Za-z]+/.exec(stripComments(statement))?.[0].toLowerCase() ?? "";
    const { text, placeholders } = numberPlaceholders([statement]);
    return [{ start, end: from, text, verb, placeholders }];
  });
}

/** Makes every way of leaving room for a value `$n`: values put in, `?`, `%s`, `%(name)s`, `:name`, `@name`. Equal names share a number. */
function numberPlaceholders(pieces: readonly string[]): { readonly text: string; readonly placeholders: number } {
  let next = 1 + Math.max(0, ...[...pieces.join("").matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
  const hasNumbers = next > 1;
  const named = new Map<string, number>();
  const place = (name: string | null): string => {
    const number = (name === null ? undefined : named.get(name)) ?? next;
    if (number === next) next += 1;
    if (name !== null) named.set(name, number);
    return `$${number}`;
  };
  let text = "";
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) text += place(null);
    text += replaceMarks(piece, place, hasNumbers ? "numbered" : "any");
  }
  return { text, placeholders: next - 1 };
}

function replaceMarks(piece: string, place: (name: string | null) => string, style: "numbered" | "any"): string {
  let text = "";
  for (let at = 0; at < piece.length; ) {
    const rest = piece.slice(at, at + 80);
    const before = text.at(-1) ?? " ";
    const percent = /^%(?:s|\((\w+)\)s)/.exec(rest);
    const named = style === "any" && !/[:\w@]/.test(before) ? /^[:@]([A-Za-z_]\w*)(?!\w*:)/.exec(rest) : null;
    const question = style === "any" && /[\s(,=<>+*/-]/.test(before) && /^\?(?![|&?]|\s*['"])/.test(rest);
    const mark = percent ?? named;
    if (mark !== null) {
      text += place(mark[1] ?? null);
      at += mark[0].length;
    } else if (question) {
      text += place(null);
      at += 1;
    } else {
      const end = skipToken(piece, at);
      text += piece.slice(at, end);
      at = end;
    }
  }
  return text;
}
