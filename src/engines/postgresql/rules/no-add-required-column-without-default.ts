import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newColumnsOf } from "../syntax.ts";
import { serialBase } from "../lint/type-text.ts";

export const noAddRequiredColumnWithoutDefault = defineRule({
  id: "no-add-required-column-without-default",
  level: "error",
  what: "Adds a NOT NULL column without a default to a table that was there before.",
  why: "The statement fails as soon as the table holds one row, and running code that does not know the column cannot insert.",
  instead: "Give a constant default, or add the column without NOT NULL, fill it, then require it.",
  source: "https://www.postgresql.org/docs/18/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN",
  versions: ">=14",
  covers: [
    "prisma:unexec:AddedRequiredFieldToTable",
    "prisma:unexec:AddedRequiredFieldToTableWithPrismaLevelDefault",
    "squawk:adding-required-field",
    "migrationpilot:MP084",
    "pgfence:add-column-not-null-no-default",
    "pgls:adding_required_field",
    "atlas:MF103",
    "django-migration-linter:NOT_NULL",
    "prisma:AddedRequiredFieldToTable",
  ],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); INSERT INTO users VALUES (1);",
  claims: {},
  examples: {
    bad: ["ALTER TABLE users ADD COLUMN tier text NOT NULL"],
    good: [
      "ALTER TABLE users ADD COLUMN tier text NOT NULL DEFAULT 'bronze'",
      "ALTER TABLE users ADD COLUMN tier text",
      "CREATE TABLE drafts (id bigint PRIMARY KEY); ALTER TABLE drafts ADD COLUMN body text NOT NULL",
    ],
  },
  check: (statement, context) =>
    newColumnsOf(statement)
      .filter(({ by, table }) => by === "add" && !isEmpty(context, table))
      .filter(({ column, constraints }) => {
        const kinds = constraints.map(({ contype }) => contype);
        const isRequired = kinds.includes("CONSTR_NOTNULL") || kinds.includes("CONSTR_PRIMARY");
        const isFilled = kinds.some((kind) => kind === "CONSTR_DEFAULT" || kind === "CONSTR_IDENTITY" || kind === "CONSTR_GENERATED");
        return isRequired && !isFilled && serialBase(column.typeName) === null;
      })
      .map(({ table, name }) => ({ object: `${table}.${printName([name])}` })),
});
