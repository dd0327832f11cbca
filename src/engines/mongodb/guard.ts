import { LeadError } from "../../model/error.ts";
import { findNearest } from "../../model/name.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Command } from "./command.ts";
import { asDocument } from "./normalize.ts";
import type { Document } from "./schema.ts";

/** Commands that only read. */
const reading: ReadonlySet<string> = new Set([
  ...["find", "aggregate", "count", "distinct", "listCollections", "listIndexes", "collStats", "dbStats", "dataSize", "explain", "getMore"],
  ...["hello", "ping", "buildInfo", "usersInfo", "rolesInfo", "connectionStatus", "serverStatus", "validate", "killCursors"],
]);
/** Commands that change one database and nothing else. */
const writing: ReadonlySet<string> = new Set([
  ...["create", "drop", "collMod", "createIndexes", "dropIndexes", "renameCollection", "insert", "update", "delete", "findAndModify"],
  ...[
    "createUser",
    "updateUser",
    "dropUser",
    "createRole",
    "updateRole",
    "dropRole",
    "grantRolesToUser",
    "revokeRolesFromUser",
    "bulkWrite",
  ],
  ...["grantPrivilegesToRole", "revokePrivilegesFromRole", "grantRolesToRole", "revokeRolesFromRole", "dropDatabase", "convertToCapped"],
  ...["cloneCollectionAsCapped", "reIndex", "compact", "mapReduce", "dropAllUsersFromDatabase", "dropAllRolesFromDatabase"],
]);
export const knownCommands: readonly string[] = [...reading, ...writing];

/** Whether a command leaves the database as it is. */
export function isReading(command: Command): boolean {
  if (!reading.has(command.name)) return false;
  return command.name !== "aggregate" || outputOf(command.body) === null;
}

/** Throws `statement-refused` for a command that reaches other databases, the server itself, or that nobody knows here. */
export function demandHarmless(command: Command): void {
  if (!reading.has(command.name) && !writing.has(command.name)) {
    const nearest = findNearest(command.name, knownCommands);
    throw new LeadError(
      "statement-refused",
      `${command.name} does not run on a shadow: it is no command on one database's schema or documents.`,
      {
        hint:
          nearest === undefined || nearest === command.name
            ? "Commands that change the server itself are run by whoever runs the server."
            : `Did you mean ${nearest}?`,
      },
    );
  }
  const output = outputOf(command.body);
  if (output !== null && output.db !== null)
    throw new LeadError("statement-refused", `A pipeline may not write into another database (${output.db}) on a shadow.`);
}

/** Where a pipeline writes; null: nowhere. */
function outputOf(body: Document): { readonly db: string | null } | null {
  const stages = Array.isArray(body["pipeline"]) ? (body["pipeline"] as readonly JsonValue[]) : [];
  const last = asDocument(stages.at(-1));
  const target = last["$out"] ?? last["$merge"];
  if (target === undefined) return null;
  const into = asDocument(asDocument(target)["into"]);
  const db = asDocument(target)["db"] ?? into["db"];
  return { db: typeof db === "string" ? db : null };
}
