import { LeadError } from "../../../model/error.ts";
import { findNearest } from "../../../model/name.ts";

/** `[shadow.postgresql]` of the configuration. */
export interface ShadowSettings {
  /**
   * `embedded`: PGlite in a child process; `native`: a server process of ours; `url`: private databases on a server that runs already; `auto`: native
   * where this machine or the project has a server that shows as much as the embedded one, else embedded.
   */
  readonly kind: "auto" | "embedded" | "native" | "url";
  /** Folder of the server's programs (`initdb`, `postgres`); null: looked for on this machine. */
  readonly bin: string | null;
  readonly url: string | null;
  /** After this many milliseconds a statement is stopped from outside. */
  readonly statementLimitMs: number;
  /** What a shadow may hold on disk before the statement that fills it is stopped from outside. */
  readonly diskLimitBytes: number;
}

const keys = ["kind", "bin", "url", "statement-limit-ms", "disk-limit-mb"];

/** Errors: `configuration-invalid` naming the key and the nearest known one. */
export function readShadowSettings(settings: Readonly<Record<string, unknown>>): ShadowSettings {
  for (const key of Object.keys(settings)) {
    if (keys.includes(key)) continue;
    const nearest = findNearest(key, keys);
    throw new LeadError("configuration-invalid", `[shadow.postgresql] has an unknown key "${key}".`, {
      hint: nearest === undefined ? `Known keys: ${keys.join(", ")}.` : `Did you mean "${nearest}"?`,
    });
  }
  const bin = readText(settings, "bin");
  const url = readText(settings, "url");
  const limit = settings["statement-limit-ms"] ?? 300_000;
  if (typeof limit !== "number" || !(limit > 0)) throw invalid("statement-limit-ms", "a number of milliseconds above zero");
  const disk = settings["disk-limit-mb"] ?? 8192;
  if (typeof disk !== "number" || !(disk > 0)) throw invalid("disk-limit-mb", "a number of megabytes above zero");
  const kind = settings["kind"] ?? (url !== null ? "url" : bin !== null ? "native" : "auto");
  if (kind !== "auto" && kind !== "embedded" && kind !== "native" && kind !== "url")
    throw invalid("kind", '"auto", "embedded", "native" or "url"');
  if (kind === "url" && url === null) throw invalid("url", 'a connection URL, because kind is "url"');
  return { kind, bin, url, statementLimitMs: limit, diskLimitBytes: disk * 2 ** 20 };
}

function readText(settings: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = settings[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || value === "") throw invalid(key, "a text");
  return value;
}

function invalid(key: string, wanted: string): LeadError {
  return new LeadError("configuration-invalid", `[shadow.postgresql] ${key} must be ${wanted}.`);
}
