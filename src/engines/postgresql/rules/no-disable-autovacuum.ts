import { defineRule } from "../../rule.ts";
import { alterationsOf, pick, pickAll } from "../syntax.ts";

export const noDisableAutovacuum = defineRule({
  id: "no-disable-autovacuum",
  level: "warning",
  what: "Switches autovacuum off for a table.",
  why: "Dead rows pile up, statistics grow old, and one day the server stops to prevent a wraparound of transaction ids.",
  instead: "Tune its thresholds for the table instead.",
  source: "https://www.postgresql.org/docs/18/routine-vacuuming.html#AUTOVACUUM",
  versions: ">=14",
  covers: ["migrationpilot:MP066"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: { users: { mode: "SHARE UPDATE EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users SET (autovacuum_enabled = false)", "ALTER TABLE users SET (fillfactor = 90, autovacuum_enabled = off)"],
    good: ["ALTER TABLE users SET (autovacuum_vacuum_scale_factor = 0.02)", "ALTER TABLE users SET (autovacuum_enabled = true)"],
  },
  check: (statement) =>
    alterationsOf(statement, "AT_SetRelOptions")
      .filter(({ command }) =>
        pickAll(pick(command.def, "List")?.items, "DefElem").some(
          ({ defname, arg }) => defname === "autovacuum_enabled" && isOff.test(JSON.stringify(arg)),
        ),
      )
      .map(({ table }) => ({ object: table })),
});

const isOff = /"(?:false|off|no|0)"|"boolval":\{\}/i;
