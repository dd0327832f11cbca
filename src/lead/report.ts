import { LeadError } from "../model/error.ts";
import { parseName } from "../model/name.ts";
import type { HandOver, ObjectChange, ReportModel, TargetReport } from "../model/report.ts";
import type { Review } from "../model/review.ts";
import type { RunState, TargetState } from "../model/run-state.ts";
import type { Outline, Schema } from "../model/schema.ts";
import type { Step } from "../model/plan.ts";
import type { Analysis } from "./analysis.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { printDiagram, tellReliance } from "./decision-text.ts";
import type { TargetDesign } from "./design.ts";
import type { Integration } from "./integrate.ts";
import { recallAs } from "./kept.ts";
import { standingOf } from "./next-action.ts";
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
  const targets = await Promise.all(Object.entries(state.targets).map(([name, target]) => reportTarget(context, name, target)));
  return {
    requirement: { ...requirement.front, due: requirement.front.due ?? null, file: state.record },
    date: context.clock.now().toISOString().slice(0, 10),
    ...standingOf(state, policy),
    gaps: state.gaps,
    targets: targets.filter((target) => target !== null),
    tasks: state.tasks.map((one) => {
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
    }),
    questions: state.questions.map((question) => {
      const answer = state.answers.find((one) => one.question === question.id && one.factsHash === question.factsHash);
      return { question, answer: answer === undefined ? null : { choose: answer.choose, by: answer.by } };
    }),
    escalations: state.escalations,
    approvals: state.approvals,
    gates: state.gates,
    handOver: handOver(
      requirement.body["access-patterns"],
      targets.filter((target) => target !== null),
    ),
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
  if (state.tasks.length === 0) throw new LeadError("state-refused", "Completion cannot be reported: there are no tasks yet.");
}

async function reportTarget(context: LeadContext, name: string, target: TargetState): Promise<TargetReport | null> {
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
    diagram: { before: printDiagram(analysis.schema, shown), after: printDiagram(design.desired, shown) },
    stages: stagesOf(target, plan?.steps ?? []),
    hash: target.integration?.hash ?? null,
    verdict: review?.verdict ?? null,
    statements: review?.statements ?? [],
    rows: review?.rows ?? null,
    down: review?.down ?? null,
    brokenQueries: review?.brokenQueries ?? [],
    queriesRun: analysis.queries.length,
    mustChange: mustChange(analysis, design.desired),
    drift: analysis.drift,
    decisions: (design.design?.decisions ?? []).map(({ title, intent, context: about, choice, because, rejected }) => ({
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

function handOver(
  patterns: readonly { readonly text: string; readonly query?: string | undefined; readonly "p95-ms"?: number | undefined }[],
  targets: readonly TargetReport[],
): HandOver {
  const changes = targets.flatMap((target) =>
    target.objects.filter((object) => object.change !== "same").map((object) => ({ target, object })),
  );
  const trials = changes.flatMap(({ object }) => trialsOf(object));
  const queries = patterns.flatMap((pattern) =>
    pattern.query === undefined
      ? []
      : [
          {
            text: pattern.text,
            query: pattern.query,
            expected: pattern["p95-ms"] === undefined ? "it answers" : `it answers within ${pattern["p95-ms"]} ms at the 95th percentile`,
          },
        ],
  );
  return { changed: changes.map(({ target, object }) => `${target.target}: ${object.label} ${object.change}`), trials, queries };
}

function trialsOf(object: ObjectChange): HandOver["trials"] {
  if (object.after === null) return [{ object: object.label, what: "read it", expected: "refused: it is gone after the contract phase" }];
  const before = new Map((object.before?.fields ?? []).map((field) => [field.name, field]));
  const after = new Map(object.after.fields.map((field) => [field.name, field]));
  const fresh = object.after.fields.flatMap((field) => {
    const old = before.get(field.name);
    if (old === undefined) {
      const expected = field.required && field.default === undefined ? "refused: it is required" : "accepted";
      return [{ object: object.label, what: `write a row without ${field.name} (${field.type})`, expected }];
    }
    return old.type === field.type
      ? []
      : [
          {
            object: object.label,
            what: `write the largest value of ${field.type} into ${field.name} (it was ${old.type})`,
            expected: "accepted and read back unchanged",
          },
        ];
  });
  const gone = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name) => ({ object: object.label, what: `read ${name}`, expected: "works until the contract phase, refused after it" }));
  return [...fresh, ...gone];
}
