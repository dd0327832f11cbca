import { LeadError } from "../../model/error.ts";
import type { FileText, FormatCapabilities, Migration, Script } from "../../model/migration.ts";
import type { TransactionScope } from "../../model/plan.ts";
import type { CodeReading } from "../code-migrations/code-file.ts";

/** One migration that is to be written. `down` is empty where there is no way back. */
export interface Unit {
  readonly name: string;
  readonly up: string;
  readonly down: string;
  readonly transaction: TransactionScope;
}
/**
 * What stands in a migration folder. All paths are relative to the project; files under {@link rollbackFolder} are among them. `recordings`: what running
 * its JavaScript and TypeScript files sent, where reading them does not tell.
 */
export interface FolderState {
  readonly folder: string;
  readonly files: readonly FileText[];
  readonly recordings?: readonly Recording[];
  /** Absolute; where programs import from. */
  readonly root?: string;
}
/** What a code migration sent to its runner when it was run. It holds for this very text of the file. */
export interface Recording {
  readonly path: string;
  readonly text: string;
  readonly result:
    | ({ readonly kind: "sent"; readonly notes: readonly string[] } & CodeReading)
    | { readonly kind: "failed"; readonly message: string };
}
/**
 * `orderedAt`: Drizzle's journal time in milliseconds, by which its runner tells what is pending. `notes`: what a recorded migration's texts do not tell
 * (they were made from rows that the recording did not have).
 */
export interface RunnerMigration extends Migration {
  readonly orderedAt?: number;
  readonly notes?: readonly string[];
}
/** `replace`: a list that the format itself keeps of its files (Drizzle's journal); all others must not exist yet. */
export interface WrittenFile extends FileText {
  readonly mode: "new" | "replace";
}
export type AppliedRow = Readonly<Record<string, unknown>>;

export interface MigrationFormat {
  readonly id: string;
  readonly title: string;
  readonly capabilities: FormatCapabilities;
  /** What the format cannot do, in words for reports. */
  readonly remarks: readonly string[];
  /** Dotted names of the runner's own tables, to be left out of comparisons; a last part alone fits any schema. */
  readonly bookkeepingObjects: readonly string[];
  /** Path of a file that shows this format, or null. */
  readonly detect: (files: readonly FileText[]) => string | null;
  /** Migrations in the order in which the runner applies them. Throws `schema-unreadable` naming file and line. */
  readonly parse: (state: FolderState) => readonly RunnerMigration[];
  /** Ids follow the files that are there; several units get consecutive ids. Throws `intent-unsupported` for a unit that the format cannot carry. */
  readonly write: (units: readonly Unit[], state: FolderState, engine: string) => readonly WrittenFile[];
  /** A list that the format keeps of its files, without these migrations; absent: it keeps none. */
  readonly without?: (migrations: readonly Migration[], state: FolderState) => readonly WrittenFile[];
  /** Records migrations as applied in the runner's own table, making it if absent; harmless when run again. Empty text: no table. */
  readonly bookkeeping: (migrations: readonly RunnerMigration[], engine: string) => Script;
  /** Reads what {@link pendingFrom} takes; null: the format keeps no table. */
  readonly appliedQuery: (engine: string) => string | null;
  /** Migrations that the runner would apply, given the rows of its own table. */
  readonly pendingFrom: (migrations: readonly RunnerMigration[], applied: readonly AppliedRow[]) => readonly RunnerMigration[];
}

/** Where downs stand for formats that have none of their own. */
export const rollbackFolder = "dblead/rollback";

/** A statement's text, or a file's, ends in one newline; blank text is empty. */
export function endText(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed === "" ? "" : `${trimmed}\n`;
}

/** `Add tier to customers` → `add_tier_to_customers`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return slug === "" ? "change" : slug.slice(0, 100).replace(/_+$/, "");
}

/** @throws `intent-unsupported` */
export function refuseUnit(format: string, unit: Unit, reason: string): never {
  throw new LeadError("intent-unsupported", `${format} cannot carry ${unit.name}: ${reason}.`);
}
