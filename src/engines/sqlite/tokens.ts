/** Offsets are 0-based UTF-16. `value` is the name of a word or quoted name, the text of anything else. */
export interface Token {
  readonly kind: "word" | "name" | "string" | "number" | "blob" | "variable" | "operator" | "mark" | "broken";
  readonly text: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Words that SQLite's grammar knows (https://sqlite.org/lang_keywords.html) but for those that mostly serve as names. */
const keywordText = `abort add after all alter always analyze and as asc attach autoincrement before begin between by cascade case cast check
collate column commit conflict constraint create cross current_date current_time current_timestamp default deferrable deferred delete desc detach
distinct do drop each else end escape except exclude exclusive exists explain fail filter following for foreign from full generated glob group
having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join left like limit match materialized
natural not nothing notnull null offset on or order outer over partition pragma preceding primary raise range recursive references regexp
reindex release rename replace restrict returning right rollback row rows savepoint select set stored strict table temp temporary then to
transaction trigger unbounded union unique update using vacuum values view virtual when where window with without true false`;
const keywords: ReadonlySet<string> = new Set(keywordText.split(/\s+/));
const callable: ReadonlySet<string> = new Set(["replace", "like", "glob", "raise", "cast", "match", "regexp", "if", "left", "right"]);

const pattern =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<blob>[xX]'[0-9a-fA-F]*')|(?<string>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])|(?<number>0[xX][0-9a-fA-F]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<variable>\?\d*|[:@$][A-Za-z0-9_$]+(?:::[A-Za-z0-9_]+)*)|(?<word>[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*)|(?<operator>->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%&|~<>=])|(?<mark>[(),.;])|(?<broken>[\s\S])/guy;

/** Tokens without white space and comments; what cannot be a token (an open quote) is `broken` to the end of the text. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const groups = match.groups ?? {};
    const start = match.index;
    if (groups["space"] !== undefined) continue;
    if (groups["broken"] !== undefined) {
      const end = /['"`[]/.test(match[0]) ? text.length : start + match[0].length;
      tokens.push({ kind: "broken", text: text.slice(start, end), value: match[0], start, end });
      if (end === text.length) break;
      continue;
    }
    const kind = (["blob", "string", "name", "number", "variable", "word", "operator", "mark"] as const).find(
      (name) => groups[name] !== undefined,
    );
    tokens.push({ kind: kind ?? "broken", text: match[0], value: valueOf(kind, match[0]), start, end: start + match[0].length });
  }
  return tokens;
}

function valueOf(kind: string | undefined, text: string): string {
  if (kind !== "name") return text;
  const inner = text.slice(1, -1);
  const quote = text[0] ?? "";
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote);
}

export function isKeyword(token: Token | undefined, ...words: readonly string[]): boolean {
  return token !== undefined && token.kind === "word" && words.includes(token.value.toLowerCase());
}
export function isMark(token: Token | undefined, mark: string): boolean {
  return token !== undefined && token.kind === "mark" && token.text === mark;
}
export function isName(token: Token | undefined): token is Token {
  return token !== undefined && (token.kind === "word" || token.kind === "name");
}

/** The only place where a name is quoted. */
export function quoteName(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
/** The only place where a string literal is quoted. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** One spelling for equal token rows: keywords upper case, names unquoted where they may be, function names lower case, single spaces. */
export function printTokens(tokens: readonly Token[]): string {
  let printed = "";
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    printed += (needsSpace(tokens, index) ? " " : "") + spell(token, before, tokens[index + 1]);
  }
  return printed;
}

function spell(token: Token, before: Token | undefined, after: Token | undefined): string {
  if (token.kind === "name") return quoteName(token.value);
  if (token.kind === "blob") return token.text.toLowerCase();
  if (token.kind === "operator") return token.text === "==" ? "=" : token.text === "!=" ? "<>" : token.text;
  if (token.kind !== "word") return token.text;
  const lower = token.value.toLowerCase();
  if (isMark(before, ".") || isKeyword(before, "as")) return quoteName(token.value);
  if (isMark(after, "(") && (callable.has(lower) || !isReserved(token))) return lower;
  if (isReserved(token)) return lower.toUpperCase();
  const isOrder = (lower === "nulls" && isKeyword(after, "first", "last")) || isKeyword(before, "nulls");
  return isOrder || (lower === "of" && isKeyword(before, "update", "instead")) ? lower.toUpperCase() : token.value;
}

function isReserved(token: Token): boolean {
  return token.kind === "word" && keywords.has(token.value.toLowerCase());
}

function needsSpace(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (token === undefined || before === undefined) return false;
  if (token.kind === "mark" && token.text !== "(") return false;
  if (isMark(before, "(") || isMark(before, ".")) return false;
  if (isMark(token, "(")) return !(isName(before) && (!isReserved(before) || callable.has(before.value.toLowerCase())));
  return !isUnary(tokens, index - 1);
}

function isUnary(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== "operator" || !["-", "+", "~"].includes(token.text)) return false;
  const before = tokens[index - 1];
  return before === undefined || before.kind === "operator" || isMark(before, "(") || isMark(before, ",") || isReserved(before);
}

/** An expression in its one spelling, without parentheses that surround all of it. */
export function printExpression(tokens: readonly Token[]): string {
  let inner = tokens;
  while (isMark(inner[0], "(") && closingOf(inner, 0) === inner.length - 1) inner = inner.slice(1, -1);
  return printTokens(inner);
}
export function normalizeExpression(text: string): string {
  return printExpression(readTokens(text));
}

/** Index of the parenthesis that closes the one at `open`; the length when none does. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    if (isMark(tokens[index], "(")) depth += 1;
    if (isMark(tokens[index], ")")) depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length;
}

/** Parts between commas that stand in no parentheses. */
export function splitList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isMark(token, "(")) depth += 1;
    if (isMark(token, ")")) depth -= 1;
    if (depth === 0 && isMark(token, ",")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

/** Names of `columns` that an expression uses, whatever their case. */
export function columnsIn(expression: string, columns: readonly string[]): readonly string[] {
  const tokens = readTokens(expression);
  const used = new Set(
    tokens.filter((token, index) => isName(token) && !isMark(tokens[index + 1], "(")).map((token) => token.value.toLowerCase()),
  );
  return columns.filter((column) => used.has(column.toLowerCase()));
}

/** Rewrites every use of a column by `rename`; undefined leaves it as it stands. */
export function replaceColumns(expression: string, rename: (column: string) => string | undefined): string {
  const tokens = readTokens(expression);
  let text = "";
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    const isColumn = isName(token) && !isMark(tokens[index + 1], "(") && !isMark(tokens[index - 1], ".") && !isMark(tokens[index + 1], ".");
    const replacement = isColumn ? rename(token.value) : undefined;
    if (replacement === undefined) continue;
    text += expression.slice(at, token.start) + replacement;
    at = token.end;
  }
  return text + expression.slice(at);
}
