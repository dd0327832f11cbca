import { LeadError } from "../model/error.ts";
import { type ScriptFrame, type ScriptStyle, sqlScripts } from "../engines/engine.ts";
import type { FormatCapabilities, Job, Script } from "../model/migration.ts";
import { type Action, type Limits, phases, type Step, type TransactionScope } from "../model/plan.ts";
import type { DraftStage, MigrationDraft } from "../model/task.ts";

export interface UnitRequest {
  readonly steps: readonly Step[];
  readonly format: FormatCapabilities;
  /** Starts the names of files and jobs. */
  readonly name: string;
  readonly render: (statements: readonly string[], frame?: ScriptFrame) => string;
  /** Absent: as SQL is written. */
  readonly scripts?: ScriptStyle;
}

/** What stands where a step has nothing of its own to undo. */
function nothingIn({ scripts = sqlScripts }: UnitRequest): string {
  return `${scripts.comment} Nothing to undo: the way back of the steps before removes it.`;
}

interface Part {
  readonly step: Step;
  readonly up: readonly string[];
  readonly down: readonly string[];
  readonly scope: TransactionScope;
  readonly downScope: TransactionScope;
}

/**
 * Splits a plan into what travels together. Phases are never mixed; a gate, and migrations that follow a job, begin another stage; within a stage
 * neighbours share a file as far as their transactions allow. Throws `intent-unsupported` for a step that no file can carry.
 */
export function splitStages(request: UnitRequest): readonly DraftStage[] {
  const stages: { phase: DraftStage["phase"]; gate: DraftStage["gate"]; parts: Part[]; jobs: Job[] }[] = [];
  let gate: DraftStage["gate"] = null;
  for (const phase of phases) {
    for (const step of request.steps.filter((one) => one.phase === phase)) {
      const { action } = step;
      if (action.kind === "check") continue;
      if (action.kind === "deploy-gate") {
        gate = { application: action.application, waitsFor: action.waitsFor };
        continue;
      }
      if (action.kind === "task")
        throw new LeadError("intent-unsupported", `A migration file cannot carry "${step.summary}": it starts a task and waits for it.`);
      const last = stages.at(-1);
      const isNew = last === undefined || last.phase !== phase || gate !== null || (action.kind === "statements" && last.jobs.length > 0);
      const stage = isNew
        ? {
            phase,
            gate: gate ?? (last?.phase === phase && last.jobs.length > 0 ? jobGate(last.jobs) : null),
            parts: [] as Part[],
            jobs: [] as Job[],
          }
        : last;
      if (isNew) stages.push(stage);
      gate = null;
      if (action.kind === "batches") stage.jobs.push(jobOf(step, action.script, request, stages));
      else stage.parts.push(partOf(step, action.statements, action.transaction, nothingIn(request)));
    }
  }
  const isOnePhase = new Set(stages.map((stage) => stage.phase)).size <= 1;
  return stages.map((stage) => ({
    phase: stage.phase,
    gate: stage.gate,
    migrations: packParts(stage.parts, isOnePhase ? request.name : `${request.name}_${stage.phase}`, request),
    jobs: stage.jobs,
  }));
}

function jobGate(jobs: readonly Job[]): DraftStage["gate"] {
  return { application: jobs.map((job) => job.name).join(", "), waitsFor: "the backfill to be finished" };
}

function partOf(step: Step, up: readonly string[], scope: TransactionScope, nothing: string): Part {
  const undone = step.reverse.flatMap(reverseTexts);
  // A step whose way back is that of the steps before it has nothing of its own to undo; one without any way back has no down.
  const down = undone.length === 0 && step.reversibility.kind !== "none" ? [nothing] : undone;
  const scopes = step.reverse.map(
    (action): TransactionScope => (action.kind === "statements" ? action.transaction : action.kind === "batches" ? "none" : "shared"),
  );
  const downScope = scopes.includes("none") ? "none" : scopes.includes("own") ? "own" : "shared";
  return { step, up, down, scope, downScope };
}

function reverseTexts(action: Action): readonly string[] {
  switch (action.kind) {
    case "statements":
      return action.statements;
    case "batches":
      return [action.script];
    case "task":
    case "check":
    case "deploy-gate":
      return [];
  }
}

function jobOf(step: Step, text: string, request: UnitRequest, stages: readonly { readonly jobs: readonly Job[] }[]): Job {
  const number = stages.reduce((sum, stage) => sum + stage.jobs.length, 0) + 1;
  const same = stages.flatMap((stage) => stage.jobs).filter((job) => job.name.startsWith(`${request.name}_${slug(step.kind)}`)).length;
  const name = `${request.name}_${slug(step.kind)}${same === 0 ? "" : `_${same + 1}`}`;
  const { jobExtension } = request.scripts ?? sqlScripts;
  const file = `${String(number).padStart(2, "0")}_${name}`;
  const reverse = step.reverse.flatMap(reverseTexts);
  const script = (suffix: string, body: string): Script => ({
    file: `${file}${suffix}${jobExtension}`,
    line: 1,
    text: body.endsWith("\n") ? body : `${body}\n`,
    transaction: "none",
  });
  return { name, script: script("", text), reverse: reverse.length === 0 ? null : script(".down", request.render(reverse)) };
}

/** Neighbours that may share a transaction share a file; one that needs its own, or none, gets its own. */
function packParts(parts: readonly Part[], stem: string, request: UnitRequest): readonly MigrationDraft[] {
  const packs: Part[][] = [];
  for (const part of parts) {
    const last = packs.at(-1);
    if (last !== undefined && mayShare(last, part, request.format)) last.push(part);
    else packs.push([part]);
  }
  const drafts = packs.flatMap((pack) =>
    draftOf(pack, packs.length === 1 || pack.length > 1 ? stem : `${stem}_${slug(pack[0]?.step.kind ?? "")}`, request),
  );
  const seen = new Map<string, number>();
  return drafts.map((draft) => {
    const count = (seen.get(draft.name) ?? 0) + 1;
    seen.set(draft.name, count);
    return count === 1 ? draft : { ...draft, name: `${draft.name}_${count}` };
  });
}

function mayShare(pack: readonly Part[], part: Part, format: FormatCapabilities): boolean {
  if (format.transaction === "none") return false;
  const all = [...pack, part];
  if (format.transaction === "all-pending") return all.every((one) => one.scope !== "none" && one.downScope !== "none");
  return all.every((one) => one.scope === "shared" && one.downScope === "shared");
}

function draftOf(pack: readonly Part[], name: string, request: UnitRequest): readonly MigrationDraft[] {
  const [first] = pack;
  if (first === undefined) return [];
  const transaction = pack.length > 1 ? "shared" : first.scope === "none" ? "none" : first.scope;
  const ups = pack.flatMap((part) => part.up);
  const downs = pack.toReversed().flatMap((part) => part.down);
  if (transaction === "none") demandLeave(first, request.format);
  const { oneStatementOutsideTransaction } = request.format;
  const frame: ScriptFrame = { limits: strictest(pack), transaction, oneStatementOutsideTransaction };
  if (transaction !== "none" || !oneStatementOutsideTransaction || ups.length <= 1) {
    return [{ name, up: request.render(ups, frame), down: renderDown(downs, request, frame), transaction }];
  }
  // Files are undone last to first, so the last file takes the first statement of the way back; what is left over stands in the first file.
  return ups.map((up, index) => {
    const own = index === 0 ? downs.slice(ups.length - 1) : downs.slice(ups.length - 1 - index, ups.length - index);
    return {
      name: index === 0 ? name : `${name}_${index + 1}`,
      up: request.render([up], frame),
      down: own.length === 0 ? `${nothingIn(request)}\n` : renderDown(own, request, frame),
      transaction,
    };
  });
}

/** What only says that there is nothing to undo is left out beside real statements. */
function renderDown(downs: readonly string[], request: UnitRequest, frame: ScriptFrame): string {
  const nothing = nothingIn(request);
  const real = downs.filter((text) => text !== nothing);
  if (real.length > 0) return request.render(real, frame);
  return downs.length === 0 ? "" : `${nothing}\n`;
}

/** One transaction has one set of limits: the shortest that any of its steps asks for. */
function strictest(pack: readonly Part[]): Limits {
  const shortest = (of: (limits: Limits) => number | undefined): number | undefined => {
    const stated = pack.flatMap((part) => of(part.step.limits) ?? []);
    return stated.length === 0 ? undefined : Math.min(...stated);
  };
  const [lockTimeoutMs, statementTimeoutMs] = [shortest((limits) => limits.lockTimeoutMs), shortest((limits) => limits.statementTimeoutMs)];
  return { ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }), ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }) };
}

function demandLeave(part: Part, format: FormatCapabilities): void {
  if (format.transaction === "per-file" && !format.canLeaveTransaction) {
    throw new LeadError("intent-unsupported", `The migration format cannot leave its transaction, which "${part.step.summary}" needs.`);
  }
  if (format.transaction === "all-pending")
    throw new LeadError(
      "intent-unsupported",
      `The migration format runs all pending files in one transaction, which "${part.step.summary}" refuses.`,
    );
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 40)
    .replace(/_+$/, "");
}
