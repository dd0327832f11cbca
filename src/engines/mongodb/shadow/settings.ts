import { LeadError } from "../../../model/error.ts";
import { findNearest } from "../../../model/name.ts";

/** `[shadow.mongodb]` of the configuration. */
export interface ShadowSettings {
  /** `native`: a server process of ours; `url`: private databases on a server that runs already; `auto`: native where a `mongod` is found, else none. */
  readonly kind: "auto" | "native" | "url" | "none";
  /** `mongod`, or the folder that holds it; null: looked for on the PATH. */
  readonly bin: string | null;
  readonly url: string | null;
  /** After this many milliseconds the server ends a command. */
  readonly statementLimitMs: number;
}

const keys = ["kind", "bin", "url", "statement-limit-ms"];

/** Errors: `configuration-invalid` naming the key and the nearest known one. */
export function readShadowSettings(settings: Readonly<Record<string, unknown>>): ShadowSettings {
  for (const key of Object.keys(settings)) {
    if (keys.includes(key)) continue;
    const nearest = findNearest(key, keys);
    throw new LeadError("configuration-invalid", `[shadow.mongodb] has an unknown key "${key}".`, {
      hint: nearest === undefined ? `Known keys: ${keys.join(", ")}.` : `Did you mean "${nearest}"?`,
    });
  }
  const bin = readText(settings, "bin");
  const url = readText(settings, "url");
  const limit = settings["statement-limit-ms"] ?? 300_000;
  if (typeof limit !== "number" || !(limit > 0)) throw invalid("statement-limit-ms", "a number of milliseconds above zero");
  const kind = settings["kind"] ?? (url !== null ? "url" : bin !== null ? "native" : "auto");
  if (kind !== "auto" && kind !== "native" && kind !== "url" && kind !== "none") throw invalid("kind", '"auto", "native", "url" or "none"');
  if (kind === "url" && url === null) throw invalid("url", 'a connection string, because kind is "url"');
  return { kind, bin, url, statementLimitMs: limit };
}

function readText(settings: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = settings[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || value === "") throw invalid(key, "a text");
  return value;
}

function invalid(key: string, wanted: string): LeadError {
  return new LeadError("configuration-invalid", `[shadow.mongodb] ${key} must be ${wanted}.`);
}
