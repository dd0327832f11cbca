import type { Hole, Language, Quote } from "./languages.ts";

/** A text in a source. Values are put in between its `pieces`. Offsets are 0-based UTF-16 units of the file, quotes included. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly string[];
}

/** Texts of a source in order; those that the language joins are one. */
export function findLiterals(source: string, language: Language): readonly Literal[] {
  const found: Literal[] = [];
  for (let at = 0; at < source.length; ) {
    const skipped = skipComment(source, at, language) ?? skipRegex(source, at, language);
    const literal = skipped === null ? (readHeredoc(source, at, language) ?? readQuoted(source, at, language)) : null;
    if (literal !== null) found.push(literal);
    at = skipped ?? literal?.end ?? at + 1;
  }
  return joinNeighbours(source, found, language);
}

function skipComment(source: string, at: number, language: Language): number | null {
  if (language.lineComments.some((mark) => source.startsWith(mark, at))) {
    const end = source.indexOf("\n", at);
    return end === -1 ? source.length : end;
  }
  for (const [open, close] of language.blockComments) {
    if (!source.startsWith(open, at)) continue;
    const end = source.indexOf(close, at + open.length);
    return end === -1 ? source.length : end + close.length;
  }
  return null;
}

/** A slash after an operator, a bracket or a word such as `return` begins a pattern, whose quotes are not texts. */
function skipRegex(source: string, at: number, language: Language): number | null {
  if (language.regexes === undefined || source[at] !== "/") return null;
  const before = source.slice(Math.max(0, at - 40), at).trimEnd();
  if (before !== "" && !/(?:[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of))$/.test(before)) return null;
  return matchEnd(/^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/, source, at);
}

function matchEnd(pattern: RegExp, source: string, at: number): number | null {
  const match = pattern.exec(source.slice(at, at + 2000));
  return match === null ? null : at + match[0].length;
}

function readQuoted(source: string, at: number, language: Language): Literal | null {
  const quote = language.quotes.find((candidate) => source.startsWith(candidate.open, at));
  if (quote === undefined) return null;
  // An apostrophe inside a word of markup: "don't".
  if (quote.open === "'" && language.regexes !== undefined && /\w/.test(source[at - 1] ?? "")) return null;
  const prefix =
    language.prefixes === undefined
      ? ""
      : (/(?:^|[^\w$@])([A-Za-z]{1,2}|[$@]{1,2})$/.exec(source.slice(Math.max(0, at - 3), at))?.[1] ?? "");
  const literal = readPieces(source, at + quote.open.length, withPrefix(quote, prefix.toLowerCase()));
  return literal === null ? null : { start: at - prefix.length, ...literal };
}

function withPrefix(quote: Quote, prefix: string): Quote {
  let changed = quote;
  if (/[f$]/.test(prefix)) changed = { ...changed, hole: "brace" };
  if (prefix.includes("r")) changed = { ...changed, escape: "none" };
  if (prefix.includes("@")) changed = { ...changed, escape: "doubled", lines: "many" };
  return changed;
}

/** Reads up to the closing mark; null when a text of one line does not end on it. */
function readPieces(source: string, from: number, quote: Quote): Omit<Literal, "start"> | null {
  const pieces = [""];
  const add = (text: string): void => {
    pieces.push((pieces.pop() ?? "") + text);
  };
  for (let at = from; at < source.length; ) {
    if (source.startsWith(quote.close, at)) {
      const isDoubled = quote.escape === "doubled" && source.startsWith(quote.close, at + quote.close.length);
      if (!isDoubled) return { end: at + quote.close.length, pieces };
      add(quote.close);
      at += 2 * quote.close.length;
      continue;
    }
    const character = source[at] ?? "";
    if (character === "\n" && quote.lines === "one") return null;
    if (character === "\\" && quote.escape === "backslash") {
      add(readEscape(source[at + 1] ?? ""));
      at += 2;
      continue;
    }
    if (quote.hole === "brace" && /^(?:\{\{|\}\})/.test(source.slice(at, at + 2))) {
      add(character);
      at += 2;
      continue;
    }
    const hole = quote.hole === undefined ? null : holeEnd(source, at, quote.hole);
    if (hole === null) add(character);
    else pieces.push("");
    at = hole ?? at + 1;
  }
  return null;
}

function readEscape(character: string): string {
  const known: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\n": "" };
  return known[character] ?? character;
}

function holeEnd(source: string, at: number, hole: Hole): number | null {
  switch (hole) {
    case "dollar-brace":
      return source.startsWith("${", at) ? skipBraces(source, at + 1) : null;
    case "hash-brace":
      return source.startsWith("#{", at) ? skipBraces(source, at + 1) : null;
    case "brace":
      return source[at] === "{" && source[at + 1] !== "{" ? skipBraces(source, at) : null;
    case "kotlin":
      return source.startsWith("${", at) ? skipBraces(source, at + 1) : matchEnd(/^\$[A-Za-z_]\w*/, source, at);
    case "php":
      return source.startsWith("{$", at) ? skipBraces(source, at) : matchEnd(/^\$[A-Za-z_]\w*(?:->\w+|\[[^\]\n]*\])?/, source, at);
  }
}

/** From an opening brace to behind its partner; texts inside are stepped over. */
function skipBraces(source: string, at: number): number {
  let depth = 0;
  for (let index = at; index < source.length; index += 1) {
    const character = source[index] ?? "";
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (depth === 0) return index + 1;
    if (character === '"' || character === "'" || character === "`") {
      const inner = readPieces(source, index + 1, {
        open: character,
        close: character,
        escape: "backslash",
        lines: character === "`" ? "many" : "one",
        hole: "dollar-brace",
      });
      if (inner !== null) index = inner.end - 1;
    }
  }
  return source.length;
}

function readHeredoc(source: string, at: number, language: Language): Literal | null {
  if (language.heredoc === undefined || !source.startsWith("<<", at)) return null;
  const pattern = language.heredoc === "ruby" ? /^<<[~-](["']?)([A-Z_]\w*)\1/ : /^<<<[ \t]*(["']?)([A-Za-z_]\w*)\1/;
  const head = pattern.exec(source.slice(at, at + 100));
  const bodyStart = source.indexOf("\n", at) + 1;
  if (head === null || bodyStart === 0) return null;
  const tail = new RegExp(`^[ \\t]*${head[2] ?? ""}\\b`, "m").exec(source.slice(bodyStart));
  if (tail === null) return null;
  const body = source.slice(bodyStart, bodyStart + tail.index);
  const hole: Hole = language.heredoc === "ruby" ? "hash-brace" : "php";
  const quote: Quote = { open: "", close: "\0", escape: "none", lines: "many", ...(head[1] === "'" ? {} : { hole }) };
  const read = readPieces(`${body}\0`, 0, quote);
  return { start: at, end: bodyStart + tail.index + tail[0].length, pieces: read?.pieces ?? [body] };
}

function joinNeighbours(source: string, literals: readonly Literal[], language: Language): readonly Literal[] {
  const joined: Literal[] = [];
  for (const literal of literals) {
    const last = joined.at(-1);
    const between = last === undefined ? null : withoutComments(source.slice(last.end, literal.start), language);
    if (last !== undefined && between !== null && language.joins.test(between)) {
      const pieces = [...last.pieces.slice(0, -1), (last.pieces.at(-1) ?? "") + (literal.pieces[0] ?? ""), ...literal.pieces.slice(1)];
      joined[joined.length - 1] = { start: last.start, end: literal.end, pieces };
    } else if (last !== undefined && between !== null && language.joinsAround?.test(between) === true) {
      joined[joined.length - 1] = { start: last.start, end: literal.end, pieces: [...last.pieces, ...literal.pieces] };
    } else joined.push(literal);
  }
  return joined;
}

function withoutComments(between: string, language: Language): string {
  return language.lineComments.reduce((text, mark) => text.replaceAll(new RegExp(`${mark}.*$`, "gm"), ""), between);
}
