import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { constraintsOf, isComplete } from "../lint/known-objects.ts";
import { alterationsOf, pick, pickAll, relationName, statementOf } from "../syntax.ts";

export const noKeylessPublishedTable = defineRule({
  id: "no-keyless-published-table",
  level: "error",
  what: "Publishes a table that has no key.",
  why: "Updates and deletes of it fail from that moment on: the subscriber could not tell which row is meant.",
  instead: "Give the table a primary key first, or a REPLICA IDENTITY.",
  source: "https://www.postgresql.org/docs/18/logical-replication-publication.html",
  versions: ">=14",
  covers: ["migrationpilot:MP055"],
  given: "CREATE TABLE logs (line text); CREATE TABLE users (id bigint PRIMARY KEY);",
  claims: {},
  examples: {
    bad: ["CREATE PUBLICATION feed FOR TABLE logs", "CREATE PUBLICATION feed FOR TABLE users, logs"],
    good: [
      "CREATE PUBLICATION feed FOR TABLE users",
      "CREATE PUBLICATION feed FOR TABLE logs WITH (publish = 'insert')",
      "ALTER TABLE logs REPLICA IDENTITY FULL; CREATE PUBLICATION feed FOR TABLE logs",
    ],
  },
  check: (statement, context) => {
    const publication = statementOf(statement, "CreatePublicationStmt");
    const change = statementOf(statement, "AlterPublicationStmt");
    const publishes = pickAll(publication?.options, "DefElem").find(({ defname }) => defname === "publish");
    const onlyNew = publishes !== undefined && !/update|delete/.test(JSON.stringify(publishes.arg));
    const objects = publication?.pubobjects ?? (change?.action === "AP_DropObjects" ? [] : change?.pubobjects);
    const tables = pickAll(objects, "PublicationObjSpec").flatMap(({ pubtable }) =>
      pubtable?.relation === undefined ? [] : [relationName(pubtable.relation)],
    );
    const hasIdentity = (table: string): boolean =>
      constraintsOf(context.before, table).some(({ type }) => type === "primary") ||
      context.statements.some((other) =>
        alterationsOf(other, "AT_ReplicaIdentity").some(
          (alteration) => alteration.table === table && pick(alteration.command.def, "ReplicaIdentityStmt")?.identity_type !== "n",
        ),
      );
    return onlyNew
      ? []
      : tables
          .filter((table) => (isComplete(context.before) || isNew(context, table)) && !hasIdentity(table))
          .map((object) => ({ object }));
  },
});
