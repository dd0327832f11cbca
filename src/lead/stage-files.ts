import type { Job, Script, Stage } from "../model/migration.ts";
import { phases } from "../model/plan.ts";
import type { DraftStage } from "../model/task.ts";
import { loadFolder, mergeFiles, readWritten } from "../project/formats.ts";
import type { FolderState, MigrationFormat, WrittenFile } from "../project/formats/format.ts";

/** A stage in the project's format: what the review executes is read back from the very texts that are written. */
export interface WrittenStage {
  readonly stage: Stage;
  readonly files: readonly WrittenFile[];
}

/** Renders stages one after the other, ids following what is there. Throws `intent-unsupported` for what the format cannot carry. */
export function writeStages(
  format: MigrationFormat,
  folder: FolderState,
  stages: readonly DraftStage[],
  engine: string,
): readonly WrittenStage[] {
  let state = folder;
  return stages.map((draft) => {
    const files = draft.migrations.length === 0 ? [] : format.write(draft.migrations, state, engine);
    const migrations = readWritten(format, state, files);
    state = mergeFiles(state, files);
    return { files, stage: { phase: draft.phase, gate: draft.gate, migrations, jobs: draft.jobs } };
  });
}

/** The project's migration folder without the request's own files. */
export async function loadFolderWithout(root: string, folder: string, excluded: ReadonlySet<string>): Promise<FolderState> {
  const state = await loadFolder(root, folder);
  return { ...state, files: state.files.filter((file) => !excluded.has(file.path)) };
}

/** All that a stage list runs, in order: the scripts that bring a shadow to the state after it. */
export function scriptsOf(stages: readonly Stage[]): readonly Script[] {
  return stages.flatMap((stage) => [...stage.migrations.map((migration) => migration.up), ...stage.jobs.map((job) => job.script)]);
}

/** The runner's own records for migrations, or null where the format keeps none. */
export function bookkeepingFor(format: MigrationFormat, engine: string): (migrations: Stage["migrations"]) => Script | null {
  return (migrations) => {
    const script = format.bookkeeping(migrations, engine);
    return script.text.trim() === "" ? null : script;
  };
}

/** Stages of several deliverables as one list: phase by phase, within a phase the first stages of all, then the second ones. */
export function mergeStages(all: readonly (readonly DraftStage[])[]): readonly DraftStage[] {
  return phases.flatMap((phase) => {
    const own = all.map((stages) => stages.filter((stage) => stage.phase === phase));
    const depth = Math.max(0, ...own.map((stages) => stages.length));
    return Array.from({ length: depth }, (_, index) =>
      joinStages(
        phase,
        own.flatMap((stages) => stages[index] ?? []),
      ),
    );
  });
}

function joinStages(phase: DraftStage["phase"], stages: readonly DraftStage[]): DraftStage {
  const gates = stages.flatMap((stage) => (stage.gate === null ? [] : [stage.gate]));
  const list = (texts: readonly string[], between: string): string => [...new Set(texts)].join(between);
  const gate =
    gates.length === 0
      ? null
      : {
          application: list(
            gates.map((one) => one.application),
            ", ",
          ),
          waitsFor: list(
            gates.map((one) => one.waitsFor),
            "; ",
          ),
        };
  return { phase, gate, migrations: stages.flatMap((stage) => stage.migrations), jobs: numberJobs(stages.flatMap((stage) => stage.jobs)) };
}

/** Job files are numbered through, so that their order stands in their names. */
export function numberJobs(jobs: readonly Job[], first = 1): readonly Job[] {
  return jobs.map((job, index) => {
    const rename = (script: Script): Script => ({
      ...script,
      file: `${String(first + index).padStart(2, "0")}_${script.file.replace(/^\d+_/, "")}`,
    });
    return { ...job, script: rename(job.script), reverse: job.reverse === null ? null : rename(job.reverse) };
  });
}
