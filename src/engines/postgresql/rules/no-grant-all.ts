import { defineRule } from "../../rule.ts";
import { grantedObject, grantOf } from "../lint/grant-text.ts";

export const noGrantAll = defineRule({
  id: "no-grant-all",
  level: "warning",
  what: "Grants all rights that there are on an object.",
  why: "On a table that includes TRUNCATE, REFERENCES and TRIGGER, and what ALL means grows with each version.",
  instead: "Name the rights that the role needs.",
  source: "https://www.postgresql.org/docs/18/ddl-priv.html",
  versions: ">=14",
  covers: ["migrationpilot:MP085", "pg-schema-diff:AUTHZ_UPDATE"],
  given: "CREATE ROLE lint_reader; CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["GRANT ALL ON users TO lint_reader", "GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO lint_reader"],
    good: ["GRANT SELECT, INSERT ON users TO lint_reader", "REVOKE ALL ON users FROM lint_reader"],
  },
  check: (statement) => {
    const grant = grantOf(statement);
    return grant !== null && (grant.privileges ?? []).length === 0 ? [{ object: grantedObject(grant) }] : [];
  },
});
