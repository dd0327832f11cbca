import { defineRule } from "../../rule.ts";
import { pick, statementOf } from "../syntax.ts";

export const noReplicaRole = defineRule({
  id: "no-replica-role",
  level: "warning",
  what: "Switches triggers and foreign keys off for the session.",
  why: "Rows that break references go in unseen, and nobody finds them until a restore fails.",
  instead: "Leave the role as it is; load rows in the order of their references, or make the keys deferrable.",
  source: "https://www.postgresql.org/docs/18/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE",
  versions: ">=14",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ["SET session_replication_role = replica", "SET LOCAL session_replication_role TO 'replica'"],
    good: ["SET session_replication_role = origin", "RESET session_replication_role"],
  },
  check: (statement) => {
    const set = statementOf(statement, "VariableSetStmt");
    const value = pick(set?.args?.[0], "A_Const")?.sval?.sval;
    return set?.name?.toLowerCase() === "session_replication_role" && (value === "replica" || value === "local") ? [{ object: null }] : [];
  },
});
