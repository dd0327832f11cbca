import type { JsonValue } from "../../../model/json.ts";
import type { Document } from "../schema.ts";
import { isDocument, isUnread, movePlace } from "./value.ts";

/** Arguments of a call, as far as they are known. */
export type Args = readonly (JsonValue | undefined)[];
/** Settings of a call that are the command's own; `session` and what concerns the driver alone are not among them. */
export const driverOnly = new Set([
  "session",
  "promoteValues",
  "promoteLongs",
  "promoteBuffers",
  "raw",
  "ignoreUndefined",
  "serializeFunctions",
  "includeResultMetadata",
  "forceServerObjectId",
  "readPreference",
  "strict",
  "explain",
  "retryWrites",
]);

export function settings(options: JsonValue | undefined, skip: readonly string[] = []): Document {
  if (!isDocument(options) || isUnread(options)) return {};
  const own: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(options)) {
    if (driverOnly.has(key) || skip.includes(key)) continue;
    own[key] = value;
    movePlace(options, key, own, key);
  }
  return own;
}

/** A command whose members are found where the call has them. */
export function make(entries: readonly (readonly [string, JsonValue | undefined])[], rest: Document = {}): Document {
  const document: Record<string, JsonValue> = {};
  for (const [key, value] of entries) if (value !== undefined) document[key] = value;
  for (const [key, value] of Object.entries(rest)) {
    document[key] = value;
    movePlace(rest, key, document, key);
  }
  return document;
}

export function pick(options: JsonValue | undefined, keys: readonly string[]): Document {
  const own = settings(options);
  return Object.fromEntries(keys.flatMap((key) => (own[key] === undefined ? [] : [[key, own[key]] as const])));
}

/** Names without a database: the migration's own. */
export function renameOf(from: string, to: JsonValue | undefined, options: JsonValue | undefined): Document {
  return make(
    [
      ["renameCollection", from],
      ["to", to],
    ],
    settings(options),
  );
}
