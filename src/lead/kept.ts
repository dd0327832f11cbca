import { createHash } from "node:crypto";
import { fingerprintOf } from "../model/fingerprint.ts";
import type { JsonValue } from "../model/json.ts";
import { LeadError } from "../model/error.ts";
import type { LeadContext } from "./context.ts";

/** A value as plain JSON: what the store keeps and hashes. */
export function toJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

export function keyOf(step: string, inputs: unknown): string {
  return `${step}/${fingerprintOf(toJson(inputs))}`;
}

/** What was kept under a key, or undefined. The key's step tells its type. */
export async function recallAs<T>(context: LeadContext, key: string): Promise<T | undefined> {
  return (await context.store.recall(key)) as T | undefined;
}

/** As {@link recallAs} for what must be there. Throws `internal-error`. */
export async function demand<T>(context: LeadContext, key: string | null): Promise<T> {
  const value = key === null ? undefined : await recallAs<T>(context, key);
  if (value === undefined)
    throw new LeadError("internal-error", `The journal names an outcome that was not kept (${key ?? "none"}).`, {
      hint: "Delete the folder .dblead/ and run again: it is rebuilt from the records in dblead/.",
    });
  return value;
}

/** Does a piece of work once per content of its inputs: what it made is kept and found again after a crash. */
export async function remember<T>(context: LeadContext, key: string, work: () => Promise<T>): Promise<T> {
  const kept = await recallAs<T>(context, key);
  if (kept !== undefined) return kept;
  const made = await work();
  await context.store.keep(key, toJson(made));
  return made;
}

/** SHA-256 in hex of a text's bytes. */
export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
