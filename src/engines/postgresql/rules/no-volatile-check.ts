import { defineRule } from "../../rule.ts";
import { findVolatileCall } from "../lint/volatile-functions.ts";
import { newConstraintsOf } from "../syntax.ts";

export const noVolatileCheck = defineRule({
  id: "no-volatile-check",
  level: "warning",
  what: "Adds a check whose answer changes with time or place.",
  why: "It is asked when a row is written and never again: rows become wrong while they lie there, and a dump of them cannot be restored.",
  instead: "Compare columns with each other or with constants; put rules about the moment into the application or a trigger.",
  source: "https://www.postgresql.org/docs/18/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS",
  versions: ">=14",
  covers: ["migrationpilot:MP087"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, born date);",
  claims: {},
  examples: {
    bad: [
      "ALTER TABLE users ADD CONSTRAINT born_past CHECK (born < current_date) NOT VALID",
      "CREATE TABLE visits (id bigint PRIMARY KEY, at timestamptz CHECK (at <= now()))",
    ],
    good: [
      "ALTER TABLE users ADD CONSTRAINT born_past CHECK (born > '1900-01-01') NOT VALID",
      "CREATE TABLE visits (id bigint PRIMARY KEY, at timestamptz DEFAULT now())",
    ],
  },
  check: (statement, context) =>
    newConstraintsOf(statement)
      .filter(({ constraint }) => constraint.contype === "CONSTR_CHECK")
      .filter(
        ({ constraint }) => findVolatileCall(constraint.raw_expr, context) !== null || momentary.test(JSON.stringify(constraint.raw_expr)),
      )
      .map(({ table }) => ({ object: table })),
});

/** CURRENT_DATE and its sisters, and the functions that are STABLE because they ask for the moment, the session or its user. */
const momentary =
  /"SQLValueFunction"|"sval":"(?:now|statement_timestamp|transaction_timestamp|age|current_setting|pg_backend_pid|txid_current_snapshot)"/;
