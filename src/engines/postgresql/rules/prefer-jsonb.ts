import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { replaceWord } from "../lint/edits.ts";
import { newColumnsOf } from "../syntax.ts";
import { printType } from "../lint/type-text.ts";

export const preferJsonb = defineRule({
  id: "prefer-jsonb",
  level: "note",
  what: "Keeps documents as json.",
  why: "Values of json have no equality, so that DISTINCT, GROUP BY and UNION fail, take no GIN index, and are parsed again at each access.",
  instead: "Use jsonb unless the text must be kept byte for byte.",
  source: "https://www.postgresql.org/docs/18/datatype-json.html",
  versions: ">=14",
  covers: [
    "pgfence:add-column-json",
    "pgls:prefer_jsonb",
    "diesel-guard:AddJsonColumnCheck",
    "strong_migrations:add_column_json",
    "online_migrations:add_column_json",
    "schemalint:prefer-jsonb-to-json",
    "eugene:E3",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["ALTER TABLE users ADD COLUMN settings json", "CREATE TABLE events (id bigint PRIMARY KEY, body json NOT NULL)"],
    good: ["ALTER TABLE users ADD COLUMN settings jsonb"],
  },
  check: (statement) =>
    newColumnsOf(statement)
      .filter(({ column }) => printType(column.typeName) === "json")
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
  fix: (statement) => replaceWord(statement, "json", "jsonb", "Use jsonb."),
});
