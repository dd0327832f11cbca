import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { printType } from "../lint/type-text.ts";
import { newColumnsOf } from "../syntax.ts";

export const noMoney = defineRule({
  id: "no-money",
  level: "note",
  what: "Uses the type money.",
  why: "It rounds to the currency of the server's locale and cannot say which currency it is.",
  instead: "Use numeric, and a column for the currency.",
  source: "https://www.postgresql.org/docs/18/datatype-money.html",
  versions: ">=14",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ["CREATE TABLE prices (id bigint PRIMARY KEY, amount money)"],
    good: ["CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric(12, 2))"],
  },
  check: (statement) =>
    newColumnsOf(statement)
      .filter(({ column }) => /^(?:money|"money")(?:\[\])?$/.test(printType(column.typeName)))
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
});
