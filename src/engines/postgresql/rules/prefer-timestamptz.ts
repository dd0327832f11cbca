import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { replaceWord } from "../lint/edits.ts";
import { typedColumnsOf } from "../syntax.ts";
import { printType } from "../lint/type-text.ts";

export const preferTimestamptz = defineRule({
  id: "prefer-timestamptz",
  level: "note",
  what: "Keeps points in time without a time zone.",
  why: "The same value means another moment in each session's time zone, and an hour a year is ambiguous or missing.",
  instead: "Use timestamptz, which keeps the moment and prints it in the reader's time zone.",
  source: "https://www.postgresql.org/docs/18/datatype-datetime.html",
  versions: ">=14",
  covers: [
    "squawk:prefer-timestamp-tz",
    "migrationpilot:MP040",
    "pgfence:prefer-timestamptz",
    "pgls:prefer_timestamptz",
    "diesel-guard:TimestampTypeCheck",
    "schemalint:prefer-timestamptz-to-timestamp",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamp)",
      "ALTER TABLE users ADD COLUMN seen_at timestamp(3) without time zone",
    ],
    good: [
      "CREATE TABLE orders (id bigint PRIMARY KEY, placed_at timestamptz)",
      "ALTER TABLE users ADD COLUMN seen_at timestamp with time zone",
    ],
  },
  check: (statement) =>
    typedColumnsOf(statement)
      .filter(({ type }) => /^timestamp\b.* without time zone/.test(printType(type)))
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
  fix: (statement) =>
    replaceWord(statement, "without", "with", "Keep the time zone.") ??
    replaceWord(statement, "timestamp", "timestamptz", "Keep the time zone."),
});
