import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { droppedNames, goneForGood } from "../lint/drops.ts";
import { pickAll, statementOf } from "../syntax.ts";

export const noPublicationChange = defineRule({
  id: "no-publication-change",
  level: "warning",
  what: "Takes tables or kinds of changes out of a publication, or drops it.",
  why: "Subscribers stop getting those changes without an error, and what they missed is not sent again.",
  instead: "Let every subscriber go first (ALTER SUBSCRIPTION … REFRESH PUBLICATION, or drop it), then change the publication.",
  source: "https://www.postgresql.org/docs/18/logical-replication-publication.html",
  versions: ">=14",
  covers: ["squawk:ban-replica-identity"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email); CREATE TABLE logs (id bigint PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE users, logs;",
  claims: {},
  examples: {
    bad: [
      "DROP PUBLICATION feed",
      "ALTER PUBLICATION feed DROP TABLE logs",
      "ALTER PUBLICATION feed SET TABLE users",
      "ALTER PUBLICATION feed SET (publish = 'insert')",
    ],
    good: [
      "ALTER PUBLICATION feed SET (publish_via_partition_root = true)",
      "CREATE PUBLICATION own FOR TABLE users",
      "CREATE TABLE more (id bigint PRIMARY KEY); ALTER PUBLICATION feed ADD TABLE more",
    ],
  },
  check: (statement, context) => {
    const gone = goneForGood(statement, context, "OBJECT_PUBLICATION");
    const dropped =
      statementOf(statement, "DropStmt")?.removeType === "OBJECT_PUBLICATION" && gone.length === 0
        ? droppedNames(statement, "OBJECT_PUBLICATION")
        : gone;
    const change = statementOf(statement, "AlterPublicationStmt");
    const isLess =
      change !== null &&
      (change.action === "AP_DropObjects" ||
        (change.action === "AP_SetObjects" && (change.pubobjects ?? []).length > 0) ||
        pickAll(change.options, "DefElem").some(({ defname }) => defname === "publish"));
    return [...dropped, ...(isLess ? [printName([change.pubname ?? ""])] : [])].map((object) => ({ object }));
  },
});
