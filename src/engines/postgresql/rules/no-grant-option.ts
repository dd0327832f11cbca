import { defineRule } from "../../rule.ts";
import { grantedObject, grantOf } from "../lint/grant-text.ts";

export const noGrantOption = defineRule({
  id: "no-grant-option",
  level: "warning",
  what: "Lets a role hand its rights on.",
  why: "Nobody can tell any more who has them, and taking them back takes them from everybody behind.",
  instead: "Grant to each role what it needs, by a role that owns the object.",
  source: "https://www.postgresql.org/docs/18/sql-grant.html",
  versions: ">=14",
  covers: [],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE ROLE lint_reader;",
  claims: {},
  examples: {
    bad: ["GRANT SELECT ON users TO lint_reader WITH GRANT OPTION"],
    good: ["GRANT SELECT ON users TO lint_reader"],
  },
  check: (statement) => {
    const grant = grantOf(statement);
    return grant?.grant_option === true ? [{ object: grantedObject(grant) }] : [];
  },
});
