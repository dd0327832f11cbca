import { defineRule } from "../../rule.ts";
import { skipQuoted } from "../parse/lexemes.ts";

export const noLongName = defineRule({
  id: "no-long-name",
  level: "warning",
  what: "Uses a name of more than 63 bytes.",
  why: "The server cuts it without a word, and two names that differ behind the cut become one.",
  instead: "Choose a name of at most 63 bytes.",
  source: "https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
  versions: ">=14",
  covers: ["squawk:identifier-too-long"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["CREATE INDEX users_by_email_that_is_the_address_to_which_receipts_of_their_orders_are_sent ON users (email)"],
    good: ["CREATE INDEX users_by_email ON users (email)"],
  },
  check: (statement) => {
    const long = wordsOf(statement.text).find((word) => Buffer.byteLength(word) > longestBytes);
    return long === undefined
      ? []
      : [{ object: null, what: `Uses a name of ${Buffer.byteLength(long)} bytes, of which the server keeps 63.` }];
  },
});

const longestBytes = 63;

/** Names outside texts and comments, quotes taken off. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = skipQuoted(text, at);
    if (end > at) {
      if (text[at] === '"') words.push(text.slice(at + 1, end - 1).replaceAll('""', '"'));
      at = end;
      continue;
    }
    const word = /^[\p{L}_][\p{L}\p{N}_$]*/u.exec(text.slice(at, at + 400))?.[0] ?? "";
    if (word !== "") words.push(word);
    at += Math.max(1, word.length);
  }
  return words;
}
