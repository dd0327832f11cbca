// Who answers a migration that asks: an empty PostgreSQL in the memory of the recording process.
import { type Extension, PGlite } from "@electric-sql/pglite";
import type { AnswerQuery, RelayResult } from "./relay.ts";

export async function openEmbedded(names: readonly string[]): Promise<AnswerQuery> {
  const database = await PGlite.create({ extensions: await loadExtensions(names) });
  // Values as the server writes them: the stand-in driver reads them as the real one would. Types that a migration makes are text anyway.
  const asText: Record<number, (value: string) => string> = {};
  const known = await database.query<{ readonly oid: number }>("select oid::int4 as oid from pg_type");
  for (const { oid } of known.rows) asText[oid] = (value: string): string => value;
  return async (text) => {
    const results = await database.exec(text, { rowMode: "array", parsers: asText });
    return results.map((result): RelayResult => {
      // With this row mode rows are lists; the package's types do not say so.
      const rows = result.rows as unknown[] as (readonly (string | null)[])[];
      return { rows, fields: result.fields, command: commandOf(text), rowCount: result.affectedRows ?? rows.length };
    });
  };
}

function commandOf(text: string): string {
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "";
}

async function loadExtensions(names: readonly string[]): Promise<Record<string, Extension>> {
  const extensions: Record<string, Extension> = {};
  for (const name of names) {
    const key = name.replaceAll("-", "_");
    const module: unknown = await import(`@electric-sql/pglite/contrib/${key}`).catch(() => null);
    const found = Object.values(module ?? {}).find(isExtension);
    if (found !== undefined) extensions[key] = found;
  }
  return extensions;
}

function isExtension(value: unknown): value is Extension {
  return typeof value === "object" && value !== null && "name" in value && "setup" in value;
}
