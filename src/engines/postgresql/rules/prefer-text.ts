import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { typedColumnsOf } from "../syntax.ts";
import { printType } from "../lint/type-text.ts";

export const preferText = defineRule({
  id: "prefer-text",
  level: "note",
  what: "Limits text by its type.",
  why: "A limit of varchar(n) or char(n) is tightened only by a rewrite, char(n) pads with blanks, and neither is faster than text.",
  instead: "Use text, with a CHECK on its length where there is a limit.",
  source: "https://www.postgresql.org/docs/18/datatype-character.html",
  versions: ">=14",
  covers: [
    "squawk:prefer-text-field",
    "squawk:ban-char-field",
    "migrationpilot:MP037",
    "migrationpilot:MP041",
    "pgfence:prefer-text-field",
    "pgfence:ban-char-field",
    "pgls:prefer_text_field",
    "pgls:ban_char_field",
    "diesel-guard:CharTypeCheck",
    "schemalint:prefer-text-to-varchar",
    "bytebase:COLUMN_MAXIMUM_CHARACTER_LENGTH",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20))", "ALTER TABLE users ADD COLUMN country char(2)"],
    good: [
      "CREATE TABLE orders (id bigint PRIMARY KEY, code text CHECK (length(code) <= 20))",
      "ALTER TABLE users ADD COLUMN code varchar",
    ],
  },
  check: (statement) =>
    typedColumnsOf(statement)
      .filter(({ type }) => /^character(?: varying)?\(/.test(printType(type)))
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
});
