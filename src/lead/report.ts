import { LeadError } from "../model/error.ts";
import { parseName } from "../model/name.ts";
import type { ObjectChange, QueryPlan, ReportModel, TargetReport } from "../model/report.ts";
import type { Review } from "../model/review.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState, TargetState, TaskState } from "../model/run-state.ts";
import type { Outline, Schema } from "../model/schema.ts";
import type { Step } from "../model/plan.ts";
import type { Analysis } from "./analysis.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { decisionsOf, printDiagram, tellReliance } from "./decision-text.ts";
import type { TargetDesign } from "./design.ts";
import type { Integration } from "./integrate.ts";
import { recallAs } from "./kept.ts";
import { handOver } from "./hand-over.ts";
import { approvalHash, requiredApprovals } from "./approvals.ts";
import { standingOf } from "./next-action.ts";
import { proveSteps } from "./step-evidence.ts";
import type { TaskReview } from "./review-task.ts";
import { showIntegration } from "./sync.ts";
import { shownStatus } from "./task-view.ts";

/**
 * The report of a run as data, whatever its state. Throws `state-refused` when completion is claimed (`wants: "completion"`) while a child task is open or
 * unverified, `record-missing` for a run without a requirement.
 */
export async function buildReport(context: LeadContext, state: RunState, wants: "completion" | "state" = "state"): Promise<ReportModel> {
  const { requirement } = state;
  if (requirement === null) throw new LeadError("record-missing", "There is no requirement to report on.");
  if (wants === "completion") demandComplete(state);
  const policy = policyOf(context);
  const targets = await Promise.all(Object.entries(state.targets).map(([name, target]) => reportTarget(context, state, name, target)));
  return {
    requirement: describeRequirement(requirement, state),
    date: context.clock.now().toISOString().slice(0, 10),
    ...standingOf(state, policy),
    gaps: state.gaps,
    targets: targets.filter((target) => target !== null),
    tasks: state.tasks.map((one) => reportTask(state, one)),
    questions: state.questions.map((question) => {
      const answer = state.answers.find((one) => one.question === question.id && one.factsHash === question.factsHash);
      return { question, answer: answer === undefined ? null : { choose: answer.choose, by: answer.by } };
    }),
    escalations: state.escalations,
    approvals: state.approvals,
    approvalsNeeded: approvalHash(state) === null ? [] : requiredApprovals(state, policy.approvals),
    gates: state.gates,
    handOver: handOver(
      requirement.body["access-patterns"],
      targets.filter((target) => target !== null),
    ),
  };
}

function describeRequirement(requirement: Requirement, state: RunState): ReportModel["requirement"] {
  const { id, title, from, kind, priority, due } = requirement.front;
  return { id, title, from, kind, priority, due: due ?? null, file: state.record };
}

function reportTask(state: RunState, one: TaskState): ReportModel["tasks"][number] {
  const shown = one.task.kind === "integration" ? showIntegration(state, one) : one;
  return {
    id: one.task.id,
    title: one.task.title,
    status: shownStatus(shown),
    priority: one.priority,
    specialist: one.task.specialist,
    worker: one.worker,
    round: one.round,
    dependsOn: one.task.dependsOn,
    reviews: one.reviews.map(({ round, outcome, notes }) => ({ round, outcome, notes })),
  };
}

/** Throws `state-refused` naming the first child task that is not done and verified. */
export function demandComplete(state: RunState): void {
  const open = state.tasks.find(
    (one) => one.task.kind !== "integration" && one.hold !== "archived" && (one.status !== "done" || one.review?.outcome !== "accept"),
  );
  if (open !== undefined)
    throw new LeadError(
      "state-refused",
      `Completion cannot be reported: ${open.task.id} (${open.task.title}) is ${shownStatus(open)}${open.review === null ? ", and nothing of it was verified" : ""}.`,
    );
  if (state.tasks.length === 0 && state.decomposed === "no")
    throw new LeadError("state-refused", "Completion cannot be reported: there are no tasks yet.");
}

async function reportTarget(context: LeadContext, state: RunState, name: string, target: TargetState): Promise<TargetReport | null> {
  const analysis = await recallAs<Analysis>(context, target.analysis ?? "");
  const design = await recallAs<TargetDesign>(context, target.design ?? "");
  if (analysis === undefined || design === undefined) return null;
  const integration = await recallAs<Integration>(context, target.integration?.key ?? "");
  const review = await recallAs<Review>(context, integration?.review ?? "");
  const engine = await context.engineOf(analysis.engine);
  const objects = compareOutlines(analysis.schema, design.desired);
  const shown = new Set(objects.filter((object) => object.change !== "same").map((object) => object.label));
  const plan = integration?.plan ?? design.plan;
  return {
    target: name,
    engine: analysis.engine,
    engineTitle: engine.title,
    version: analysis.version,
    objects,
    renames: renamesOf(design),
    diagram: { before: printDiagram(analysis.schema, shown), after: printDiagram(design.desired, shown) },
    stages: stagesOf(target, proveSteps(plan?.steps ?? [], review?.statements ?? [], jobFilesOf(target))),
    hash: target.integration?.hash ?? null,
    verdict: review?.verdict ?? null,
    findings: review?.findings ?? [],
    queryPlans: await queryPlansOf(context, state, name),
    statements: review?.statements ?? [],
    rows: review?.rows ?? null,
    down: review?.down ?? null,
    brokenQueries: review?.brokenQueries ?? [],
    queriesRun: analysis.queries.length,
    mustChange: mustChange(analysis, design.desired),
    drift: analysis.drift,
    decisions: decisionsOf(design).map(({ title, intent, context: about, choice, because, rejected }) => ({
      title,
      intent,
      context: about,
      choice,
      because,
      rejected,
    })),
    remarks: design.design?.remarks ?? [],
    reliesOn: tellReliance(design),
    prechecks: plan?.prechecks ?? [],
    unproven: [
      ...(plan?.unmodelled ?? []).map((one) => `not modelled: ${one}`),
      ...(review?.rows.unproven ?? []).map(({ object, reason }) => `${object}: ${reason}`),
      ...(review?.evidence.limits === undefined ? [] : [review.evidence.limits]),
    ],
    evidence: review?.evidence ?? null,
  };
}

/** `column:public.customers.mail` → `public.customers.mail`: the kind is the engine's own. */
function renamesOf(design: TargetDesign): TargetReport["renames"] {
  const label = (id: string): string => id.replace(/^[a-z ]+:/i, "");
  return Object.fromEntries(Object.entries(design.design?.renames ?? {}).map(([from, to]) => [label(from), label(to)]));
}

/** What the reviews of a target's tasks saw the planner do with the queries they serve. */
async function queryPlansOf(context: LeadContext, state: RunState, target: string): Promise<readonly QueryPlan[]> {
  const tasks = state.tasks.filter((one) => one.task.target === target && one.review?.outcome === "accept" && one.hold !== "archived");
  const patterns = state.requirement?.body["access-patterns"] ?? [];
  const plans = await Promise.all(
    tasks.map(async (one) => {
      const kept = await recallAs<TaskReview>(context, one.review?.key ?? "");
      return (kept?.plans ?? []).map(({ query, before, after }) => ({
        task: one.task.id,
        text: patterns.find((pattern) => pattern.query === query)?.text ?? one.task.title,
        query,
        before,
        after,
      }));
    }),
  );
  return plans.flat();
}

function outlinesOf(schema: Schema): ReadonlyMap<string, Outline> {
  return new Map(
    schema.objects.flatMap((object) => (object.outline === undefined ? [] : [[object.outline.label, object.outline] as const])),
  );
}

function compareOutlines(before: Schema, after: Schema): readonly ObjectChange[] {
  const [from, to] = [outlinesOf(before), outlinesOf(after)];
  const labels = [...new Set([...from.keys(), ...to.keys()])].sort();
  return labels.map((label) => {
    const [a, b] = [from.get(label) ?? null, to.get(label) ?? null];
    const change = a === null ? "added" : b === null ? "removed" : JSON.stringify(a) === JSON.stringify(b) ? "same" : "changed";
    return { label, before: a, after: b, change };
  });
}

function jobFilesOf(target: TargetState): readonly string[] {
  return (target.integration?.stages ?? []).flatMap((stage) =>
    stage.jobs.map((file) => file.path).filter((path) => !/\.down\.[a-z]+$/.test(path)),
  );
}

/** Steps go to the first stage of their phase, later ones to its later stages where a job lies between. */
function stagesOf(target: TargetState, steps: readonly Step[]): TargetReport["stages"] {
  const marks = target.integration?.stages ?? [];
  if (marks.length === 0) {
    const used = (["expand", "migrate", "contract"] as const).filter((phase) => steps.some((step) => step.phase === phase));
    return used.map((phase) => ({
      phase,
      gate: null,
      state: "pending" as const,
      migrations: [],
      jobs: [],
      steps: steps.filter((step) => step.phase === phase),
    }));
  }
  const seen = new Set<string>();
  return marks.map((mark) => {
    const own = seen.has(mark.phase) ? [] : steps.filter((step) => step.phase === mark.phase);
    seen.add(mark.phase);
    return { ...mark, steps: own };
  });
}

/** Code that uses names which the desired schema no longer has. */
function mustChange(analysis: Analysis, desired: Schema): TargetReport["mustChange"] {
  const after = outlinesOf(desired);
  return analysis.mentions.filter((mention) => {
    if (after.has(mention.name)) return false;
    const parts = parseName(mention.name);
    const owner = after.get(parts.slice(0, -1).join("."));
    return owner === undefined || !owner.fields.some((field) => field.name === parts.at(-1));
  });
}
