import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { printType } from "../lint/type-text.ts";
import { newColumnsOf } from "../syntax.ts";

export const noRegTypeColumn = defineRule({
  id: "no-reg-type-column",
  level: "warning",
  what: "Stores object identifiers of the catalog in a column.",
  why: "They mean another object after a dump or an upgrade, and pg_upgrade refuses tables that hold them.",
  instead: "Store the name as text.",
  source: "https://www.postgresql.org/docs/18/datatype-oid.html",
  versions: ">=14",
  covers: ["splinter:0018_unsupported_reg_types"],
  given: "",
  claims: {},
  examples: {
    bad: [
      "CREATE TABLE audits (id bigint PRIMARY KEY, what regproc)",
      "CREATE TABLE audits (id bigint PRIMARY KEY, collation_used regcollation)",
    ],
    good: ["CREATE TABLE audits (id bigint PRIMARY KEY, what text)", "CREATE TABLE audits (id bigint PRIMARY KEY, kind regtype)"],
  },
  check: (statement) =>
    newColumnsOf(statement)
      .filter(({ column }) =>
        /^reg(?:collation|config|dictionary|namespace|oper|operator|proc|procedure)$/.test(printType(column.typeName)),
      )
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
});
