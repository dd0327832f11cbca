import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { newColumnsOf, statementOf } from "../syntax.ts";

export const noQuotedName = defineRule({
  id: "no-quoted-name",
  level: "note",
  what: "Gives something a name that only works in double quotes.",
  why: "Every statement, tool and colleague has to quote it for ever, or gets “does not exist”.",
  instead: "Use lower case letters, digits and underscores.",
  source: "https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS",
  versions: ">=14",
  covers: [
    "atlas:NM101",
    "atlas:NM102",
    "atlas:NM103",
    "atlas:NM105",
    "atlas:NM106",
    "schemalint:name-casing",
    "bytebase:NAMING_TABLE",
    "bytebase:NAMING_COLUMN",
    "bytebase:NAMING_INDEX_IDX",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: {},
  examples: {
    bad: [
      'CREATE TABLE "Order Lines" (id bigint)',
      'ALTER TABLE users ADD COLUMN "firstName" text',
      'CREATE INDEX "Users-email" ON users (email)',
    ],
    good: [
      "CREATE TABLE order_lines (id bigint)",
      "ALTER TABLE users ADD COLUMN firstName text",
      'ALTER TABLE users ADD COLUMN "order" text',
    ],
  },
  check: (statement) => {
    const index = statementOf(statement, "IndexStmt");
    const table = statementOf(statement, "CreateStmt")?.relation?.relname;
    const columns = newColumnsOf(statement).map(({ name }) => name);
    const names = [...(table === undefined ? [] : [table]), ...columns, ...(index?.idxname === undefined ? [] : [index.idxname])];
    const [first] = names.filter((name) => !/^[\p{Ll}\p{Lo}_][\p{Ll}\p{Lo}\p{N}_$]*$/u.test(name));
    // One is enough: where names are so, all of them are.
    return first === undefined ? [] : [{ object: printName([first]) }];
  },
});
