import { defineRule } from "../../rule.ts";
import { alterationsOf, pick } from "../syntax.ts";

export const noReplicaIdentityFull = defineRule({
  id: "no-replica-identity-full",
  level: "note",
  what: "Writes whole old rows into the log for every update and delete.",
  why: "The log grows by the width of the table, and a subscriber without a fitting index scans its table for each changed row.",
  instead: "Use the primary key or a unique index that is not null: REPLICA IDENTITY USING INDEX ….",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY",
  versions: ">=14",
  covers: ["squawk:ban-replica-identity"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users REPLICA IDENTITY FULL"],
    good: ["ALTER TABLE users REPLICA IDENTITY DEFAULT"],
  },
  check: (statement) =>
    alterationsOf(statement, "AT_ReplicaIdentity")
      .filter(({ command }) => pick(command.def, "ReplicaIdentityStmt")?.identity_type === "f")
      .map(({ table }) => ({ object: table })),
});
