import type { Plan, Step } from "../../src/model/plan.ts";

function printStep(step: Step): readonly string[] {
  const { action } = step;
  const body =
    action.kind === "statements"
      ? action.statements.map((statement) => `${statement};`)
      : action.kind === "batches"
        ? [
            `-- ${action.batchSize} rows a batch, key: ${action.key.join(", ") || "none"}`,
            ...action.sideEffects.map((effect) => `-- side effect: ${effect}`),
            `${action.script};`,
          ]
        : action.kind === "check"
          ? [`-- ${action.check.expects}: ${action.check.query}`]
          : action.kind === "deploy-gate"
            ? [`-- waits for ${action.waitsFor}`]
            : [];
  const scope = action.kind === "statements" && action.transaction !== "shared" ? ` [transaction: ${action.transaction}]` : "";
  const blocks = (step.blocks ?? []).map(
    (block) => `--   ${block.vendorMode} on ${block.object} for a ${block.for}: blocks ${block.blocks}`,
  );
  const hazards = step.hazards.map((hazard) => `--   ${hazard.level}: ${hazard.kind} (${hazard.object}) ${hazard.message}`);
  const back = step.reverse.flatMap((reverse) =>
    reverse.kind === "statements"
      ? reverse.statements.map((statement) => `--   back: ${statement.replaceAll("\n", "\n--         ")};`)
      : [],
  );
  const loses =
    step.reversibility.kind === "exact" && step.reversibility.loses === ""
      ? []
      : [`--   way back: ${step.reversibility.kind}, until ${step.reversibility.until}; loses ${step.reversibility.loses}`];
  const intents = step.intents === undefined ? "" : ` (${step.intents.join(", ")})`;
  return [
    `-- ${step.id} ${step.phase} ${step.kind}${scope}: ${step.summary}${intents}`,
    ...blocks,
    ...hazards,
    ...loses,
    ...body,
    ...back,
    "",
  ];
}

/** A plan as its golden file shows it. */
export function printPlan(plan: Plan): string {
  const checks = plan.prechecks.flatMap((check) => [`-- precheck ${check.id}: ${check.summary}`, `--   ${check.expects}: ${check.query}`]);
  const questions = plan.questions.map((question) => `-- question ${question.id}: ${question.text}`);
  const carries = plan.carries.map(
    (carry) =>
      `-- carries ${carry.objectBefore}.${carry.fieldBefore ?? "∅"} → ${carry.objectAfter}.${carry.fieldAfter ?? "∅"}: forward ${carry.forward ?? "none"}, backward ${carry.backward ?? "none"}`,
  );
  return [...plan.steps.flatMap(printStep), ...checks, ...questions, ...carries, ""].join("\n");
}
