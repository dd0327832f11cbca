import { defineRule } from "../../rule.ts";
import { alterationsOf, pick } from "../syntax.ts";

export const noReplicaIdentityNothing = defineRule({
  id: "no-replica-identity-nothing",
  level: "warning",
  what: "Takes away what tells replicas which row was changed.",
  why: "Updates and deletes of a published table fail, or consumers of changes cannot follow them.",
  instead: "Keep the default, or use a unique index that is not null.",
  source: "https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY",
  versions: ">=14",
  covers: ["squawk:ban-replica-identity"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
  claims: { users: { mode: "ACCESS EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["ALTER TABLE users REPLICA IDENTITY NOTHING"],
    good: ["ALTER TABLE users REPLICA IDENTITY DEFAULT", "ALTER TABLE users REPLICA IDENTITY FULL"],
  },
  check: (statement) =>
    alterationsOf(statement, "AT_ReplicaIdentity")
      .filter(({ command }) => pick(command.def, "ReplicaIdentityStmt")?.identity_type === "n")
      .map(({ table }) => ({ object: table })),
});
