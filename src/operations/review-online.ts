import type { Engine, ParsedStatement } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import { hazardKinds } from "../model/hazard.ts";
import type { FileText, Migration, Script, Stage } from "../model/migration.ts";
import { parseName } from "../model/name.ts";
import type { Plan } from "../model/plan.ts";
import type { Schema } from "../model/schema.ts";
import type { DraftStage } from "../model/task.ts";
import { capabilitiesOn, mergeFiles, readWritten } from "../project/formats.ts";
import { type FolderState, rollbackFolder, slugOf } from "../project/formats/format.ts";
import { plain } from "../project/formats/plain.ts";
import type { OperationContext } from "./operation.ts";
import type { PreparedReview } from "./review-migration.ts";

/** The change as a plan that stops nobody: what may be applied now, and what waits for a deployment. */
export interface OnlineRewrite {
  readonly plan: Plan;
  readonly stages: readonly Stage[];
  readonly files: readonly FileText[];
  readonly removed: readonly string[];
}

/** Schemas between which the files lead. */
export interface Ends {
  readonly from: Schema;
  readonly to: Schema;
}

/**
 * Plans the way from the base to what the files make of it, and writes it in their place. A string says why there is none: files that write rows or run code
 * cannot be told from their result, a plan that the format cannot carry, nothing that would become better.
 */
export async function rewriteOnline(
  prepared: PreparedReview,
  state: FolderState,
  ends: Ends,
  context: OperationContext,
): Promise<OnlineRewrite | string> {
  const { engine, version, set, sizes } = prepared;
  const format = set.format ?? plain;
  const statements = await readStatements(engine, set.migrations);
  const why = findUnplannable(statements);
  if (why !== null) return why;
  const renames = await findStatedRenames(engine, ends, set.migrations);
  const capabilities = capabilitiesOn(format, engine.id);
  try {
    const plan = await engine.plan({
      ...ends,
      version,
      variant: null,
      strategy: "online",
      renames,
      rules: [],
      allow: hazardKinds,
      format: capabilities,
      sizes,
      origins: {},
      label: "review",
    });
    if (plan.steps.length === 0) return "The files leave the schema as it was.";
    const name = slugOf(set.migrations[0]?.name ?? "change");
    const drafts = await context.draftStages({ engine, plan, format: capabilities, name });
    return { plan, ...writeDrafts(prepared, state, drafts, name) };
  } catch (error) {
    if (error instanceof LeadError) return error.message;
    throw error;
  }
}

async function readStatements(engine: Engine, migrations: readonly Migration[]): Promise<readonly ParsedStatement[]> {
  const found: ParsedStatement[] = [];
  for (const { up } of migrations) found.push(...(await engine.parse(up)));
  return found;
}

/** What a comparison of schemas does not see. */
function findUnplannable(statements: readonly ParsedStatement[]): string | null {
  const writing = statements.find(
    ({ text, touches }) =>
      touches.some(({ how }) => how === "write") || /^\s*(?:insert|update|delete|merge|truncate|copy|do|call|select)\b/i.test(text),
  );
  return writing === undefined ? null : `Line ${writing.line} writes rows or runs code, which no comparison of schemas shows.`;
}

/** Pairs that the files call a rename and the schemas show as one. */
export async function findStatedRenames(
  engine: Engine,
  { from, to }: Ends,
  migrations: readonly Migration[],
): Promise<Readonly<Record<string, string>>> {
  const words = migrations.map(({ up }) => up.text).join("\n");
  const stated = [
    ...words.matchAll(
      /\brename\s+(?:(?:column|constraint|attribute|value)\s+)?(?:("(?:[^"]|"")+"|[\w$]+)\s+)?to\s+("(?:[^"]|"")+"|[\w$]+)/gi,
    ),
  ].map((match) => parseName(match[2] ?? "").at(-1));
  const lastOf = (id: string): string | undefined => parseName(id.slice(id.indexOf(":") + 1)).at(-1);
  // What stands inside something renamed keeps its own name.
  const found = await engine.findRenames(from, to);
  const pairs = found.filter((pair) => stated.includes(lastOf(pair.to)) || lastOf(pair.from) === lastOf(pair.to));
  return Object.fromEntries(pairs.map((pair) => [pair.from, pair.to]));
}

/** Stages up to the first gate take the place of the files; what waits goes into `dblead/pending/`, jobs into `dblead/jobs/`. */
function writeDrafts(
  { set, engine }: PreparedReview,
  state: FolderState,
  drafts: readonly DraftStage[],
  name: string,
): Pick<OnlineRewrite, "stages" | "files" | "removed"> {
  const format = set.format ?? plain;
  const removed = set.migrations.flatMap(({ up, down }) => [up.file, ...(down === null || down.file === up.file ? [] : [down.file])]);
  const lists = format.without?.(set.migrations, state) ?? [];
  let folder: FolderState = mergeFiles({ ...state, files: state.files.filter(({ path }) => !removed.includes(path)) }, lists);
  const files: FileText[] = [...lists];
  const stages: Stage[] = [];
  let waits = false;
  for (const [index, draft] of drafts.entries()) {
    waits ||= draft.gate !== null;
    const written = draft.migrations.length === 0 ? [] : format.write(draft.migrations, folder, engine.id);
    stages.push({ phase: draft.phase, gate: draft.gate, migrations: readWritten(format, folder, written), jobs: draft.jobs });
    const place = `dblead/pending/${name}/${index + 1}-${draft.phase}`;
    const moved = waits && draft.migrations.length > 0 ? format.write(draft.migrations, { folder: place, files: [] }, engine.id) : written;
    files.push(
      ...moved.map(({ path, text }) => ({
        path: waits && path.startsWith(`${rollbackFolder}/`) ? `${place}/rollback/${path.slice(rollbackFolder.length + 1)}` : path,
        text,
      })),
      ...draft.jobs
        .flatMap((job) => [job.script, ...(job.reverse === null ? [] : [job.reverse])])
        .map((script: Script) => ({ path: `dblead/jobs/${name}/${script.file}`, text: script.text })),
      ...(draft.gate === null ? [] : [{ path: `${place}/gate.md`, text: gateText(draft.gate) }]),
    );
    folder = mergeFiles(folder, written);
  }
  // A list that the format keeps of its files is written with each stage: the last one counts.
  const last = files.filter(({ path }, index) => !files.slice(index + 1).some((later) => later.path === path));
  return { stages, files: last, removed: removed.filter((path) => !last.some((file) => file.path === path)) };
}

function gateText(gate: NonNullable<Stage["gate"]>): string {
  return `# This stage waits\n\nIts migrations go into the folder of migrations when this is out:\n\n- application: ${gate.application}\n- waits for: ${gate.waitsFor}\n`;
}
