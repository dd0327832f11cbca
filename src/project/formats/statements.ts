/**
 * Splits a script at its semicolons. Knows comments, quoted texts and names, dollar quotes, and bodies between BEGIN and END of triggers and functions.
 * Comments before a statement stay with it. For formats that need statements apart; the engine's own parser is the judge of what they mean.
 */
export function splitStatements(text: string): readonly string[] {
  const statements: string[] = [];
  let start = 0;
  let words: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const end = skipToken(text, at);
    const token = text.slice(at, end);
    if (/^[A-Za-z_]/.test(token)) {
      const word = token.toLowerCase();
      depth = follow(depth, word, words);
      if (words.length < 12) words.push(word);
    }
    if (token === ";" && depth === 0) {
      statements.push(text.slice(start, end));
      start = end;
      words = [];
    }
    at = end;
  }
  statements.push(text.slice(start));
  return statements.map((statement) => statement.trim()).filter((statement) => stripComments(statement) !== "");
}

/** Depth of BEGIN … END; only a CREATE of something with a body can open one. */
function follow(depth: number, word: string, before: readonly string[]): number {
  const holdsBody = before.some((earlier) => earlier === "trigger" || earlier === "function" || earlier === "procedure");
  if (word === "begin" && depth === 0) return holdsBody ? 1 : 0;
  if (depth > 0 && (word === "begin" || word === "case")) return depth + 1;
  return depth > 0 && word === "end" ? depth - 1 : depth;
}

/** End of the SQL token that starts at `at`: a word, a quoted thing, a comment, or one character. */
export function skipToken(text: string, at: number): number {
  const two = text.slice(at, at + 2);
  const character = text[at] ?? "";
  if (two === "--") return endOr(text, text.indexOf("\n", at));
  if (two === "/*") return skipComment(text, at);
  if (/^[eE]'$/.test(two)) return skipQuoted(text, at + 1, "backslash");
  if (character === "'" || character === '"' || character === "`") return skipQuoted(text, at, "doubled");
  if (character === "$") {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(at, at + 80))?.[0];
    if (tag !== undefined) return endOr(text, text.indexOf(tag, at + tag.length), tag.length);
  }
  const word = /^[A-Za-z_][\w$]*/.exec(text.slice(at, at + 200))?.[0];
  return at + (word?.length ?? 1);
}

function skipQuoted(text: string, at: number, escape: "backslash" | "doubled"): number {
  const quote = text[at] ?? "";
  for (let index = at + 1; index < text.length; index += 1) {
    if (escape === "backslash" && text[index] === "\\") index += 1;
    else if (text[index] === quote) {
      if (text[index + 1] !== quote) return index + 1;
      index += 1;
    }
  }
  return text.length;
}

function skipComment(text: string, at: number): number {
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    const two = text.slice(index, index + 2);
    if (two === "/*") depth += 1;
    if (two === "*/") depth -= 1;
    if (two === "/*" || two === "*/") index += 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}

function endOr(text: string, index: number, width = 0): number {
  return index === -1 ? text.length : index + width;
}

/** Without white space and comments before it; comments alone become empty. */
export function stripComments(statement: string): string {
  let text = statement.trim();
  for (;;) {
    const isComment = text.startsWith("--") || text.startsWith("/*");
    if (!isComment) break;
    text = text.slice(skipToken(text, 0)).trim();
  }
  return text === ";" ? "" : text;
}
