import { defineRule } from "../../rule.ts";
import { replaceWord } from "../lint/edits.ts";
import { pick, pickAll, relationName, statementOf } from "../syntax.ts";

export const noVacuumFull = defineRule({
  id: "no-vacuum-full",
  level: "warning",
  what: "Writes a whole table anew with VACUUM FULL.",
  why: "Reads and writes wait for the ACCESS EXCLUSIVE lock until it is done, and the disk must hold the table twice.",
  instead: "Use plain VACUUM, or an online tool such as pg_repack or pg_squeeze.",
  source: "https://www.postgresql.org/docs/18/sql-vacuum.html",
  versions: ">=14",
  covers: ["squawk:prefer-repack", "migrationpilot:MP006", "pgfence:vacuum-full", "pgls:ban_vacuum_full"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  work: "rewrite",
  examples: { bad: ["VACUUM FULL users", "VACUUM (FULL, ANALYZE) users"], good: ["VACUUM users", "VACUUM (FULL false) users"] },
  check: (statement) => {
    const vacuum = statementOf(statement, "VacuumStmt");
    const full = pickAll(vacuum?.options, "DefElem").find(({ defname }) => defname === "full");
    const value = pick(full?.arg, "String")?.sval ?? String(pick(full?.arg, "Integer")?.ival ?? 1);
    if (vacuum === null || full === undefined || /^(?:false|off|0)$/i.test(value)) return [];
    const tables = pickAll(vacuum.rels, "VacuumRelation").map(({ relation }) => relationName(relation));
    return tables.length === 0 ? [{ object: null }] : tables.map((object) => ({ object }));
  },
  fix: (statement) => (/\bVACUUM\s+FULL\b/i.test(statement.text) ? replaceWord(statement, "full", "", "Use plain VACUUM.") : null),
});
