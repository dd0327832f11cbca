import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { statementOf, textsOf } from "../syntax.ts";

export const noDropDomainConstraint = defineRule({
  id: "no-drop-domain-constraint",
  level: "warning",
  what: "Drops a rule that every column of the domain keeps.",
  why: "From the commit on values may break it in all of these columns, and the way back fails as soon as one does.",
  instead: "Add the rule that takes its place first, and drop the old one in the contract phase.",
  source: "https://www.postgresql.org/docs/18/sql-alterdomain.html",
  versions: ">=14",
  covers: ["squawk:ban-drop-constraint"],
  given:
    "CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0); CREATE TABLE orders (id bigint PRIMARY KEY, amount positive);",
  claims: {},
  examples: {
    bad: ["ALTER DOMAIN positive DROP CONSTRAINT above"],
    good: ["ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 1000) NOT VALID"],
  },
  check: (statement) => {
    const change = statementOf(statement, "AlterDomainStmt");
    // As the grammar spells DROP CONSTRAINT.
    return change?.subtype === "X" ? [{ object: printName(textsOf(change.typeName)) }] : [];
  },
});
