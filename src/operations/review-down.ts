import type { Engine } from "../engines/engine.ts";
import type { FileText, Migration } from "../model/migration.ts";
import { mergeFiles } from "../project/formats.ts";
import { type FolderState, type MigrationFormat, rollbackFolder } from "../project/formats/format.ts";

/** A way back that was made from the schemas before and after, and where it stands. */
export interface GeneratedDown {
  readonly id: string;
  readonly files: readonly FileText[];
}

/**
 * The files that give a migration its way back, in a place where its format finds it; null when the format knows none. The format's own reader is the
 * judge: a place counts when the text is read back from there.
 */
export function placeDown(format: MigrationFormat, state: FolderState, migration: Migration, text: string): GeneratedDown | null {
  const wanted = text.trim();
  for (const file of candidates(migration, state, text)) {
    const read = tryRead(format, mergeFiles(state, [file]), migration.id);
    if (read?.down !== null && read?.down.text.trim() === wanted && read.up.text.trim() === migration.up.text.trim())
      return { id: migration.id, files: [file] };
  }
  return null;
}

function candidates(migration: Migration, state: FolderState, text: string): readonly FileText[] {
  const { file } = migration.up;
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const name = file.slice(folder.length);
  const body = text.endsWith("\n") ? text : `${text}\n`;
  const whole = state.files.find(({ path }) => path === file)?.text ?? "";
  return [
    ...(name.startsWith("V") ? [{ path: `${folder}U${name.slice(1)}`, text: body }] : []),
    { path: `${folder}${name.replace(/(?:\.up)?\.sql$/, ".down.sql")}`, text: body },
    ...["-- migrate:down", "-- +goose Down"].map((marker) => ({ path: file, text: withSection(whole, marker, body) })),
    { path: `${rollbackFolder}/${migration.id}.sql`, text: body },
  ].filter(({ path, text: after }) => path !== file || after !== whole);
}

/** The file with its last section filled, or added. */
function withSection(whole: string, marker: string, body: string): string {
  const at = whole.toLowerCase().lastIndexOf(marker.toLowerCase());
  if (at === -1) return `${whole.trimEnd()}\n\n${marker}\n${body}`;
  const end = whole.indexOf("\n", at);
  return `${end === -1 ? whole : whole.slice(0, end)}\n${body}`;
}

function tryRead(format: MigrationFormat, state: FolderState, id: string): Migration | null {
  try {
    return format.parse(state).find((migration) => migration.id === id) ?? null;
  } catch {
    return null;
  }
}

/** The direct statements from the schema after to the schema before; null: the engine does not plan them. Throws nothing. */
export async function generateDown(
  engine: Engine,
  version: string,
  from: Parameters<Engine["plan"]>[0]["from"],
  to: Parameters<Engine["plan"]>[0]["to"],
  renames: Readonly<Record<string, string>>,
): Promise<string | null> {
  try {
    const plan = await engine.plan({
      from,
      to,
      version,
      variant: null,
      strategy: "direct",
      renames,
      rules: [],
      allow: ["deletes-data", "changes-data", "irreversible", "weakens-integrity", "weakens-security"],
      format: null,
      sizes: {},
      origins: {},
      label: "down",
    });
    const statements = plan.steps.flatMap((step) => (step.action.kind === "statements" ? step.action.statements : []));
    return statements.length === 0 ? null : engine.renderScript(statements);
  } catch {
    return null;
  }
}
