import type { Random } from "./random.ts";

/** A text that a regular expression of the common kind matches: classes, groups, alternatives, quantifiers. What it does not know it copies. */
export function sampleRegex(pattern: string, random: Random): string {
  const reader = { text: pattern.replace(/^\^/, "").replace(/(?<!\\)\$$/, ""), at: 0 };
  return readAlternatives(reader, random);
}
/** A text that a LIKE pattern matches. */
export function sampleLike(pattern: string, turn: number): string {
  return pattern.replace("%", `abc${turn}`).replaceAll("%", "abc").replaceAll("_", "a");
}

interface Reader {
  readonly text: string;
  at: number;
}

function readAlternatives(reader: Reader, random: Random): string {
  const options = [readSequence(reader, random)];
  while (reader.text[reader.at] === "|") {
    reader.at += 1;
    options.push(readSequence(reader, random));
  }
  return options[random.below(options.length)] ?? "";
}

function readSequence(reader: Reader, random: Random): string {
  let out = "";
  while (reader.at < reader.text.length && reader.text[reader.at] !== "|" && reader.text[reader.at] !== ")") {
    const start = reader.at;
    let piece = readAtom(reader, random);
    const end = reader.at;
    const [least, most] = readQuantifier(reader);
    const after = reader.at;
    const count = least + random.below(Math.min(most, least + 4) - least + 1);
    let repeated = count > 0 ? piece : "";
    for (let index = 1; index < count; index += 1) {
      reader.at = start;
      piece = readAtom(reader, random);
      repeated += piece;
    }
    reader.at = Math.max(after, end);
    out += repeated;
  }
  return out;
}

function readAtom(reader: Reader, random: Random): string {
  const char = reader.text[reader.at] ?? "";
  reader.at += 1;
  if (char === "(") {
    if (reader.text.startsWith("?:", reader.at)) reader.at += 2;
    const inner = readAlternatives(reader, random);
    reader.at += 1;
    return inner;
  }
  if (char === "[") return readClass(reader, random);
  if (char === ".") return "x";
  if (char === "^" || char === "$") return "";
  if (char !== "\\") return char;
  const escaped = reader.text[reader.at] ?? "";
  reader.at += 1;
  return sampleEscape(escaped, random);
}

function sampleEscape(escaped: string, random: Random): string {
  if (escaped === "d") return String(random.below(10));
  if (escaped === "w") return "a";
  if (escaped === "s") return " ";
  if (escaped === "S" || escaped === "D") return "x";
  return /[AZmMyYbB]/.test(escaped) ? "" : escaped;
}

function readClass(reader: Reader, random: Random): string {
  const end = reader.text.indexOf("]", reader.at + 1);
  const body = reader.text.slice(reader.at, end === -1 ? undefined : end);
  const named = /^\[:(\w+):/.exec(body)?.[1];
  reader.at = (end === -1 ? reader.text.length : end) + 1;
  if (named !== undefined) {
    if (reader.text[reader.at] === "]") reader.at += 1;
    return named === "digit" ? "7" : named === "upper" ? "A" : named === "space" ? " " : "a";
  }
  if (body.startsWith("^")) return ["x", "7", "Z", "-", " "].find((char) => !matchesClass(body.slice(1), char)) ?? "é";
  const options = [...body.matchAll(/\\(.)|(.)-(.)|(.)/g)].map((match) => {
    if (match[1] !== undefined) return sampleEscape(match[1], random);
    if (match[2] !== undefined && match[3] !== undefined) {
      const low = match[2].codePointAt(0) ?? 97;
      return String.fromCodePoint(low + random.below((match[3].codePointAt(0) ?? low) - low + 1));
    }
    return match[4] ?? "";
  });
  return options[random.below(options.length)] ?? "a";
}

function matchesClass(body: string, char: string): boolean {
  try {
    return new RegExp(`[${body}]`).test(char);
  } catch {
    return false;
  }
}

function readQuantifier(reader: Reader): readonly [number, number] {
  const rest = reader.text.slice(reader.at);
  const braces = /^\{(\d+)(,(\d*))?\}/.exec(rest);
  if (braces !== null) {
    reader.at += braces[0].length;
    const least = Number(braces[1]);
    return [least, braces[2] === undefined ? least : braces[3] === "" ? least + 3 : Number(braces[3])];
  }
  const sign = /^[*+?]/.exec(rest)?.[0];
  if (sign === undefined) return [1, 1];
  reader.at += 1;
  if (reader.text[reader.at] === "?") reader.at += 1;
  return sign === "?" ? [0, 1] : [sign === "+" ? 1 : 0, 4];
}
