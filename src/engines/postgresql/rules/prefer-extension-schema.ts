import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pick, pickAll, statementOf } from "../syntax.ts";

export const preferExtensionSchema = defineRule({
  id: "prefer-extension-schema",
  level: "note",
  what: "Puts an extension into whichever schema comes first.",
  why: "Its functions stand among the application's tables, are exposed with them, and clash by name.",
  instead: "Name a schema of its own: CREATE EXTENSION … SCHEMA extensions.",
  source: "https://www.postgresql.org/docs/18/sql-createextension.html",
  versions: ">=14",
  covers: ["splinter:0014_extension_in_public", "diesel-guard:CreateExtensionCheck"],
  given: "CREATE SCHEMA app;",
  claims: {},
  examples: {
    bad: ["CREATE EXTENSION citext", "CREATE EXTENSION IF NOT EXISTS citext SCHEMA public"],
    good: ["CREATE EXTENSION citext SCHEMA app"],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateExtensionStmt");
    if (create === null || own.includes(create.extname ?? "")) return [];
    const schema = pickAll(create.options, "DefElem").find(({ defname }) => defname === "schema");
    const name = pick(schema?.arg, "String")?.sval;
    return name === undefined || name === "public" ? [{ object: printName([create.extname ?? ""]) }] : [];
  },
});

/** These choose their own schema. */
const own: readonly string[] = ["plpgsql", "pg_cron", "pgtap", "timescaledb", "citus"];
