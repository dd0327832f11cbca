import type { FindingLevel, Fix } from "../model/finding.ts";
import type { FileText, Migration } from "../model/migration.ts";
import type { Schema } from "../model/schema.ts";
import { mergeFiles } from "../project/formats.ts";
import type { FolderState, MigrationFormat } from "../project/formats/format.ts";
import { offsetOf } from "./review-fix-places.ts";
import type { PreparedReview } from "./review-migration.ts";

/** What is left of a set of migrations after the rules have made their own edits. */
export interface EditedSet {
  readonly files: readonly FileText[];
  readonly migrations: readonly Migration[];
  /** What was done, in the words of the fixes. */
  readonly done: readonly string[];
}

/** Each edit makes the next look at the text anew: one that sets a timeout serves all statements after it. */
const mostEdits = 200;
const edited: readonly FindingLevel[] = ["error", "warning"];

/**
 * Applies the rules' own fixes to errors and warnings, one after the other, each checked by reading the result again. A fix that the file's format cannot
 * hold, or that does not take its finding away, is left out.
 */
export async function applyFixes(prepared: PreparedReview, state: FolderState, base: Schema | null): Promise<EditedSet> {
  let files = state;
  let migrations = prepared.set.migrations;
  const done: string[] = [];
  const refused = new Set<string>();
  for (let round = 0; round < mostEdits; round += 1) {
    const findings = await lint(prepared, migrations, base);
    const finding = findings.find(
      ({ fix, level, rule, file, what }) => fix !== undefined && edited.includes(level) && !refused.has(`${rule} ${file} ${what}`),
    );
    if (finding?.fix === undefined) break;
    const next = tryEdit(prepared, files, migrations, finding.fix);
    const left = next === null ? null : await lint(prepared, next.migrations, base).catch(() => null);
    const same = (list: typeof findings): number => list.filter(({ rule, file }) => rule === finding.rule && file === finding.file).length;
    if (next === null || left === null || same(left) >= same(findings)) {
      refused.add(`${finding.rule} ${finding.file} ${finding.what}`);
      continue;
    }
    files = next.state;
    migrations = next.migrations;
    done.push(`${finding.file}:${finding.line} ${finding.fix.summary}`);
  }
  const changed = files.files.filter(({ path, text }) => state.files.find((file) => file.path === path)?.text !== text);
  return { files: changed, migrations, done };
}

async function lint(
  { engine, version, sizes, policy: { levels, limits } }: PreparedReview,
  migrations: readonly Migration[],
  base: Schema | null,
) {
  return engine.lint({ scripts: migrations.map(({ up }) => up), base, version, sizes, levels, limits });
}

function tryEdit(
  prepared: PreparedReview,
  state: FolderState,
  migrations: readonly Migration[],
  fix: Fix,
): { readonly state: FolderState; readonly migrations: readonly Migration[] } | null {
  const migration = migrations.find(({ up }) => up.file === fix.file);
  const file = state.files.find(({ path }) => path === fix.file);
  if (migration === undefined || file === undefined) return null;
  const start = offsetOf(file.text, migration.up);
  if (start === null) return null;
  const text = `${file.text.slice(0, start + fix.start)}${fix.text}${file.text.slice(start + fix.end)}`;
  const next = mergeFiles(state, [{ path: file.path, text }]);
  const read = rereadMigrations(prepared.set.format, next, migrations);
  return read === null ? null : { state: next, migrations: read };
}

/** The same migrations, read from changed files. Without a format a file is one script. */
export function rereadMigrations(
  format: MigrationFormat | null,
  state: FolderState,
  migrations: readonly Migration[],
): readonly Migration[] | null {
  if (format === null)
    return migrations.map((migration) => {
      const text = state.files.find(({ path }) => path === migration.up.file)?.text ?? migration.up.text;
      return { ...migration, up: { ...migration.up, text } };
    });
  const ids = migrations.map(({ id }) => id);
  const read = format.parse(state).filter(({ id }) => ids.includes(id));
  return read.length === migrations.length ? read : null;
}
