import { createHash } from "node:crypto";
import { type JsonValue, printCanonical } from "./json.ts";

/** SHA-256 in hex of a value's canonical JSON: the same content gives the same fingerprint on every machine. */
export function fingerprintOf(value: JsonValue | undefined): string {
  return createHash("sha256").update(printCanonical(value)).digest("hex");
}
