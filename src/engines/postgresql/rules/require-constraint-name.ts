import { defineRule } from "../../rule.ts";
import { alterationsOf, pick } from "../syntax.ts";

export const requireConstraintName = defineRule({
  id: "require-constraint-name",
  level: "note",
  what: "Adds a constraint without a name.",
  why: "The server makes one up, which may differ between databases, so that nobody can drop it by name later.",
  instead: "Write CONSTRAINT and a name before it.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html",
  versions: ">=14",
  covers: ["diesel-guard:UnnamedConstraintCheck", "migrationpilot:MP042", "atlas:NM104"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: {},
  examples: {
    bad: ["ALTER TABLE users ADD CHECK (id > 0) NOT VALID", "ALTER TABLE users ADD FOREIGN KEY (id) REFERENCES users (id) NOT VALID"],
    good: ["ALTER TABLE users ADD CONSTRAINT users_id_positive CHECK (id > 0) NOT VALID"],
  },
  check: (statement) =>
    alterationsOf(statement, "AT_AddConstraint")
      .filter(({ command }) => pick(command.def, "Constraint")?.conname === undefined)
      .map(({ table }) => ({ object: table })),
});
