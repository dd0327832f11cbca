import type { Fix } from "../../../model/finding.ts";
import type { ParsedStatement } from "../../engine.ts";
import { skipQuoted } from "../parse/lexemes.ts";

/** An edit inside a statement's text. */
export type Edit = Omit<Fix, "file">;

/** Puts `text` after the first of these words, each of which follows the one before it; null when they are not there. */
export function insertAfter(statement: ParsedStatement, words: readonly string[], text: string, summary: string): Edit | null {
  let end = 0;
  for (const word of words) {
    const place = placesOf(statement.text, word).find((candidate) => candidate.start >= end);
    if (place === undefined) return null;
    end = place.end;
  }
  return { summary, start: end, end, text: ` ${text}` };
}

/** Puts `text` behind the statement's last word. */
export function append(statement: ParsedStatement, text: string, summary: string): Edit {
  const end = endOf(statement.text);
  return { summary, start: end, end, text: ` ${text}` };
}

/** Puts statements before this one. */
export function prepend(text: string, summary: string): Edit {
  return { summary, start: 0, end: 0, text: `${text}\n` };
}

/** Replaces the only occurrence of a word outside strings, quoted names and comments; null when there is another number of them. */
export function replaceWord(statement: ParsedStatement, word: string, text: string, summary: string): Edit | null {
  const places = placesOf(statement.text, word);
  const [place] = places;
  return place === undefined || places.length !== 1 ? null : { summary, start: place.start, end: place.end, text };
}

function placesOf(text: string, word: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  for (let at = 0; at < text.length; ) {
    const quoted = skipQuoted(text, at);
    if (quoted > at) {
      at = quoted;
      continue;
    }
    const read = /^[\p{L}_][\p{L}\p{N}_$]*/u.exec(text.slice(at, at + 130))?.[0];
    if (read?.toLowerCase() === word.toLowerCase()) found.push({ start: at, end: at + read.length });
    at += read?.length ?? 1;
  }
  return found;
}

/** End of the last character that is neither white space nor comment. */
function endOf(text: string): number {
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const next = Math.max(skipQuoted(text, at), at + 1);
    const isComment = text.startsWith("--", at) || text.startsWith("/*", at);
    if (!isComment && !/^\s$/.test(text[at] ?? "")) end = next;
    at = next;
  }
  return end;
}
