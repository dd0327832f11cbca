import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { relationName, statementOf } from "../syntax.ts";

export const noCatalogWrite = defineRule({
  id: "no-catalog-write",
  level: "error",
  what: "Writes to a system catalog.",
  why: "The server trusts its catalogs: a wrong row breaks tables that nobody can repair, and no dump carries the change.",
  instead: "Use the statement that is made for it; an enumeration loses a value by a new type and a change of the column.",
  source: "https://www.postgresql.org/docs/18/catalogs-overview.html",
  versions: ">=14",
  covers: ["migrationpilot:MP024", "prisma:EnumValueRemoval"],
  given: "CREATE TYPE mood AS ENUM ('calm', 'merry');",
  claims: {},
  examples: {
    bad: ["DELETE FROM pg_enum WHERE enumlabel = 'merry'", "UPDATE pg_catalog.pg_class SET relhasrules = relhasrules WHERE false"],
    good: ["SELECT enumlabel FROM pg_enum", "CREATE TABLE pg_like (id bigint PRIMARY KEY); DELETE FROM pg_like WHERE id = 1"],
  },
  check: (statement, context) => {
    const written = statementOf(statement, "InsertStmt") ?? statementOf(statement, "UpdateStmt") ?? statementOf(statement, "DeleteStmt");
    const { relation } = written ?? {};
    const isCatalog =
      relation?.schemaname === "pg_catalog" || (relation?.schemaname === undefined && (relation?.relname ?? "").startsWith("pg_"));
    const name = relationName(relation);
    return isCatalog && !isNew(context, name) ? [{ object: name }] : [];
  },
});
