// Who answers a migration that asks: an empty PostgreSQL in the memory of the recording process.
import { type Extension, PGlite } from "@electric-sql/pglite";
import type { AnswerQuery, RelayResult } from "./relay.ts";

export async function openEmbedded(names: readonly string[]): Promise<AnswerQuery> {
  const database = await PGlite.create({ extensions: await loadExtensions(names) });
  return async (text) => {
    const results = await database.exec(text);
    return results.map(
      (result): RelayResult => ({
        rows: result.rows,
        fields: result.fields,
        command: commandOf(text),
        rowCount: result.affectedRows ?? result.rows.length,
      }),
    );
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
