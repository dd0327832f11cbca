import { createHash } from "node:crypto";
import { type JsonValue, printCanonical } from "./json.ts";

/** SHA-256 in hex of a value's canonical JSON: the same content gives the same fingerprint on every machine. */
export function fingerprintOf(value: JsonValue | undefined): string {
  return createHash("sha256").update(printCanonical(value)).digest("hex");
}

/** The same of a list, item by item: nothing is in memory at once that need not be. */
export function fingerprintOfList(before: string, items: Iterable<JsonValue>, after: string): string {
  const hash = createHash("sha256");
  let text = before;
  let mark = "";
  for (const item of items) {
    text += mark + printCanonical(item);
    mark = ",";
    if (text.length < 65_536) continue;
    hash.update(text);
    text = "";
  }
  return hash.update(text + after).digest("hex");
}
