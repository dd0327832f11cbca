import { printName } from "../../model/name.ts";
import { commandOf } from "./command.ts";
import { isReading, knownCommands } from "./guard.ts";
import { isDocument } from "./outline.ts";
import { pathsOf } from "./try-query.ts";
import type { Document } from "./schema.ts";

/** What a command found in code names: its collection, and the paths that it filters, sorts and returns by. Null: no command of MongoDB. */
export function findMentions(text: string): readonly string[] | null {
  if (!text.trimStart().startsWith("{")) return null;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isDocument(document as Document)) return null;
  const command = commandOf(document as Document);
  if (!knownCommands.includes(command.name) || command.collection === null) return null;
  const { collection } = command;
  const paths = isReading(command) ? pathsOf(command) : [];
  return [printName([collection]), ...paths.map((path) => printName([collection, path]))];
}
