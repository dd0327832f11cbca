import type { Engine } from "../engines/engine.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { FileMark, StageMark } from "../model/event.ts";
import type { FileText, Stage } from "../model/migration.ts";
import { hashPlan, type Plan } from "../model/plan.ts";
import { fingerprintSchema, type Schema } from "../model/schema.ts";
import type { Deliverable, DraftStage } from "../model/task.ts";
import { findFormat } from "../project/formats.ts";
import { type FolderState, type MigrationFormat, rollbackFolder, type WrittenFile } from "../project/formats/format.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";
import type { TargetDesign } from "./design.ts";
import { hashText, keyOf, toJson } from "./kept.ts";
import { mergePlans, planOf } from "./reference-plan.ts";
import { reviewChange } from "./review-task.ts";
import { loadFolderWithout, mergeStages, numberJobs, writeStages } from "./stage-files.ts";
import type { TaskOrder } from "./task-order.ts";

/** Everything of a requirement for one target, together: what is approved, released and reported. */
export interface Integration {
  readonly target: string;
  readonly plan: Plan;
  readonly hash: string;
  /** Key of the kept review of the whole. */
  readonly review: string;
  readonly drafts: readonly DraftStage[];
  readonly stages: readonly Stage[];
}
export interface IntegrateInput {
  readonly requirement: string;
  readonly target: string;
  /** Part of a path where more than one target takes part. */
  readonly subfolder: string;
  readonly analysis: Analysis;
  readonly design: TargetDesign;
  readonly accepted: readonly { readonly task: string; readonly deliverable: Deliverable; readonly order: TaskOrder }[];
  readonly excluded: ReadonlySet<string>;
}
export type IntegrateOutcome =
  | { readonly kind: "accepted"; readonly key: string; readonly integration: Integration; readonly marks: readonly StageMark[] }
  | { readonly kind: "returned"; readonly reasons: readonly string[] };

/** Puts accepted deliverables together, executes them as one from the base, and names the files that come of it. Nothing is written to the project here. */
export async function integrate(context: LeadContext, input: IntegrateInput): Promise<IntegrateOutcome> {
  const { analysis } = input;
  const engine = await context.engineOf(analysis.engine);
  const format = findFormat(analysis.format);
  const folder = await loadFolderWithout(context.configuration.root, analysis.migrationsFolder, input.excluded);
  const drafts = numberStages(draftsOf(input));
  const isOne = input.accepted.length === 1;
  const written = writeStages(format, folder, isOne ? draftsOf(input) : drafts, engine.id);
  const plan = await mergedPlan(context, engine, input);
  const to = input.accepted.some((one) => one.order.kind === "change" && one.order.to === null) ? null : input.design.desired;
  const { key: reviewKey, review } = await reviewChange(context, engine, {
    analysis,
    base: analysis.base,
    seed: analysis.seed,
    from: analysis.schema,
    to,
    plan,
    stages: written.map((one) => one.stage),
    renames: input.design.design?.renames ?? {},
    beside: "worst",
  });
  if (review.verdict.outcome === "return") {
    return {
      kind: "returned",
      reasons: review.findings.filter((finding) => finding.level === "error").map((finding) => `${finding.rule}: ${finding.what}`),
    };
  }
  const final = writeStages(format, folder, drafts, engine.id);
  const integration: Integration = {
    target: input.target,
    plan,
    hash: hashPlan(plan),
    review: reviewKey,
    drafts,
    stages: final.map((one) => one.stage),
  };
  const marks = await markStages(
    context,
    input,
    format,
    folder,
    drafts,
    final.map((one) => one.files),
  );
  const key = keyOf("integrate", { integration, marks });
  await context.store.keep(key, toJson(integration));
  return { kind: "accepted", key, integration, marks };
}

function draftsOf(input: IntegrateInput): readonly DraftStage[] {
  const all = input.accepted.flatMap(({ deliverable }) => (deliverable.kind === "change" ? [deliverable.stages] : []));
  return all.length === 1 ? (all[0] ?? []) : mergeStages(all);
}

function numberStages(stages: readonly DraftStage[]): readonly DraftStage[] {
  let next = 1;
  return stages.map((stage) => {
    const jobs = numberJobs(stage.jobs, next);
    next += jobs.length;
    return { ...stage, jobs };
  });
}

async function mergedPlan(context: LeadContext, engine: Engine, input: IntegrateInput): Promise<Plan> {
  const plans: { readonly task: string; readonly plan: Plan }[] = [];
  for (const { task, deliverable, order } of input.accepted) {
    const plan = await planOf(context, engine, deliverable, order, input.analysis);
    if (plan !== null) plans.push({ task, plan });
  }
  const [first] = plans;
  if (first !== undefined && plans.length === 1) return first.plan;
  return mergePlans(plans, input.design.plan ?? emptyPlan(input.analysis, input.design.desired));
}

function emptyPlan(analysis: Analysis, desired: Schema): Plan {
  return {
    engine: analysis.engine,
    variant: analysis.variant,
    version: analysis.version,
    fromFingerprint: fingerprintSchema(analysis.schema),
    toFingerprint: fingerprintSchema(desired),
    steps: [],
    carries: [],
    questions: [],
    unmodelled: [],
    prechecks: [],
    evidence: parsedEvidence,
  };
}

/** Stages before the first gate are released with the approval's request; the rest waits. Texts are kept by their hash. */
async function markStages(
  context: LeadContext,
  input: IntegrateInput,
  format: MigrationFormat,
  folder: FolderState,
  drafts: readonly DraftStage[],
  files: readonly (readonly WrittenFile[])[],
): Promise<readonly StageMark[]> {
  const marks: StageMark[] = [];
  let isPending = false;
  for (const [index, draft] of drafts.entries()) {
    isPending ||= draft.gate !== null;
    const jobs = await keepFiles(
      context,
      draft.jobs
        .flatMap((job) => [job.script, ...(job.reverse === null ? [] : [job.reverse])])
        .map((script) => ({ path: `${folderFor("jobs", input)}/${script.file}`, text: script.text })),
    );
    const place = `${folderFor("pending", input)}/${index + 1}-${draft.phase}`;
    const migrations = isPending
      ? await keepFiles(context, pendingFiles(format, draft, place, input.analysis.engine))
      : await keepWritten(context, files[index] ?? [], folder);
    marks.push({ phase: draft.phase, gate: draft.gate, state: isPending ? "pending" : "released", migrations, jobs });
  }
  return marks;
}

function folderFor(kind: "jobs" | "pending", input: Pick<IntegrateInput, "requirement" | "subfolder">): string {
  return `dblead/${kind}/${input.requirement}${input.subfolder}`;
}

/** Files of a stage that waits: in the project's format, with ids of their own until they are released. */
function pendingFiles(format: MigrationFormat, draft: DraftStage, place: string, engine: string): readonly FileText[] {
  const files = draft.migrations.length === 0 ? [] : format.write(draft.migrations, { folder: place, files: [] }, engine);
  const gate =
    draft.gate === null
      ? []
      : [
          {
            path: `${place}/gate.md`,
            text: `# This stage waits\n\nIts migrations are released when this is confirmed as out:\n\n- application: ${draft.gate.application}\n- waits for: ${draft.gate.waitsFor}\n`,
          },
        ];
  return [
    ...gate,
    ...files.map((file) => ({
      path: file.path.startsWith(`${rollbackFolder}/`) ? `${place}/rollback/${file.path.slice(rollbackFolder.length + 1)}` : file.path,
      text: file.text,
    })),
  ];
}

export async function keepFiles(context: LeadContext, files: readonly FileText[]): Promise<readonly FileMark[]> {
  const marks: FileMark[] = [];
  for (const file of files) {
    const hash = hashText(file.text);
    await context.store.keep(`file/${hash}`, file.text);
    marks.push({ path: file.path, hash });
  }
  return marks;
}

/** As {@link keepFiles} for what a format writes: a list that it replaces remembers what it stands in for. */
export async function keepWritten(context: LeadContext, files: readonly WrittenFile[], folder: FolderState): Promise<readonly FileMark[]> {
  const marks = await keepFiles(context, files);
  return marks.map((mark, index) => {
    const before = folder.files.find((file) => file.path === mark.path);
    return files[index]?.mode === "replace" && before !== undefined ? { ...mark, replaces: hashText(before.text) } : mark;
  });
}
