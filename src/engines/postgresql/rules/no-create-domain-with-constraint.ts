import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pickAll, statementOf, textsOf } from "../syntax.ts";

export const noCreateDomainWithConstraint = defineRule({
  id: "no-create-domain-with-constraint",
  level: "note",
  what: "Makes a domain with a check of its own.",
  why: "Changing it later scans every table that uses the domain, all at once, under lock.",
  instead: "Put the check at the tables, where it can be added NOT VALID.",
  source: "https://www.postgresql.org/docs/18/sql-createdomain.html",
  versions: ">=14",
  covers: ["squawk:ban-create-domain-with-constraint", "pgfence:ban-create-domain-with-constraint"],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE DOMAIN positive AS integer CHECK (VALUE > 0)"],
    good: ["CREATE DOMAIN label AS text"],
  },
  check: (statement) => {
    const domain = statementOf(statement, "CreateDomainStmt");
    const hasCheck = pickAll(domain?.constraints, "Constraint").some(
      ({ contype }) => contype === "CONSTR_CHECK" || contype === "CONSTR_NOTNULL",
    );
    return domain !== null && hasCheck ? [{ object: printName(textsOf(domain.domainname)) }] : [];
  },
});
