import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { alterationsOf, objectName, statementOf } from "../syntax.ts";
import { isNew } from "../lint/context.ts";

export const noDropCascade = defineRule({
  id: "no-drop-cascade",
  level: "warning",
  what: "Drops whatever depends on the object, without naming it.",
  why: "Views, foreign keys, functions and policies that someone added meanwhile go too, unseen in the review.",
  instead: "Drop the dependents by name first, and leave CASCADE out.",
  source: "https://www.postgresql.org/docs/18/ddl-depend.html",
  versions: ">=14",
  covers: ["migrationpilot:MP022", "bytebase:STATEMENT_DISALLOW_RM_TBL_CASCADE"],
  given: [
    "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
    "CREATE VIEW mails AS SELECT email FROM users; CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users);",
  ].join("\n"),
  claims: { users: { mode: "ACCESS EXCLUSIVE" }, mails: { mode: "ACCESS EXCLUSIVE" } },
  examples: {
    bad: ["DROP TABLE users CASCADE", "ALTER TABLE users DROP COLUMN email CASCADE"],
    good: ["DROP VIEW mails; ALTER TABLE users DROP COLUMN email"],
  },
  check: (statement, context) => {
    const altered = alterationsOf(statement, "AT_DropColumn", "AT_DropConstraint")
      .filter(({ command }) => command.behavior === "DROP_CASCADE")
      .map(({ table, command }) => (command.subtype === "AT_DropColumn" ? `${table}.${printName([command.name ?? ""])}` : table));
    const drop = statementOf(statement, "DropStmt");
    const dropped = drop?.behavior === "DROP_CASCADE" ? (drop.objects ?? []).map((object) => objectName(object) ?? "") : [];
    return [...altered, ...dropped].filter((name) => !isNew(context, name)).map((object) => ({ object }));
  },
});
