import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { append } from "../lint/edits.ts";
import { pick, statementOf, textsOf } from "../syntax.ts";

export const noDomainConstraintScan = defineRule({
  id: "no-domain-constraint-scan",
  level: "warning",
  what: "Adds a rule to a domain that looks at every column of it at once.",
  why: "Writes to each table that uses the domain wait until all of its rows have been looked at.",
  instead: "Add the constraint NOT VALID, then VALIDATE CONSTRAINT in a later transaction.",
  source: "https://www.postgresql.org/docs/18/sql-alterdomain.html",
  versions: ">=14",
  covers: ["squawk:ban-alter-domain-with-add-constraint", "migrationpilot:MP043", "pgfence:ban-alter-domain-add-constraint"],
  given: "CREATE DOMAIN email AS text; CREATE TABLE users (id bigint PRIMARY KEY, email email); INSERT INTO users VALUES (1, 'a@b');",
  claims: { users: { mode: "SHARE", rewrites: false } },
  disprovedBy: "no-scan",
  examples: {
    bad: ["ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (position('@' in value) > 0)", "ALTER DOMAIN email SET NOT NULL"],
    good: ["ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (position('@' in value) > 0) NOT VALID"],
  },
  check: (statement, context) => {
    const alter = statementOf(statement, "AlterDomainStmt");
    const isChecked = alter?.subtype === "C" && pick(alter.def, "Constraint")?.skip_validation !== true;
    if (alter === null || !(isChecked || alter.subtype === "O")) return [];
    const domain = printName(textsOf(alter.typeName));
    return isNew(context, domain) ? [] : [{ object: domain }];
  },
  fix: (statement) =>
    statementOf(statement, "AlterDomainStmt")?.subtype === "C"
      ? append(statement, "NOT VALID", "Add the constraint NOT VALID; validate it in a later migration.")
      : null,
});
