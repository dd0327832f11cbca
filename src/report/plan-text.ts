import type { Hazard } from "../model/hazard.ts";
import { type Action, type Block, type Phase, type Plan, phases, type Step } from "../model/plan.ts";
import { alignRight, count, indentBlock, labelled, wrap } from "./layout.ts";

export interface PlanView extends Plan {
  readonly refused: readonly Hazard[];
  readonly nextAction: { readonly command: string; readonly reason: string };
}

const marks = { error: "✗", warning: "!", note: "·" } as const;

/** A plan for a terminal: what is refused first, then the phases with each step's statement, what it blocks and its way back. */
export function renderPlanText(plan: PlanView): string {
  const used = phases.filter((phase) => plan.steps.some((step) => step.phase === phase));
  const head = plan.steps.length === 0 ? "nothing to change" : `${count(plan.steps.length, "step")} in ${count(used.length, "phase")}`;
  const refused = plan.refused.map((hazard) => `✗ plan-refused  ${wrap(`${hazard.kind}: ${hazard.message}`, 16)}`);
  const parts = [
    `${titleOf(plan)} · ${head}`,
    refused.join("\n"),
    plan.questions.map((question) => `? ${wrap(question.text, 2)}`).join("\n"),
    ...used.map((phase) => renderPhase(phase, plan.steps)),
    renderList(
      "Look first (read-only, on the target)",
      plan.prechecks.map((check) => `${check.summary}\n    ${check.query}`),
    ),
    renderList("Not modelled, left alone", plan.unmodelled),
    labelled([["Next", plan.nextAction.command === "" ? plan.nextAction.reason : plan.nextAction.command]]),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function titleOf(plan: Plan): string {
  const name: Readonly<Record<string, string>> = { postgresql: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" };
  return `${name[plan.engine] ?? plan.engine} ${plan.version}`;
}

function renderPhase(phase: Phase, steps: readonly Step[]): string {
  return [phase, ...steps.filter((step) => step.phase === phase).map(renderStep)].join("\n");
}

function renderStep(step: Step): string {
  const loud = step.hazards.filter((hazard) => hazard.level !== "note");
  const quiet = [...new Set(step.hazards.filter((hazard) => hazard.level === "note").map((hazard) => hazard.kind))];
  const lines = [
    alignRight(`  ${step.id.replace(/^step-/, "").padEnd(4)}${wrap(step.summary, 6, 86)}`, step.evidence.level),
    ...describeAction(step.action).map((text) => indentBlock(text, 6)),
    `      ${wrap(`${describeBlocks(step.blocks)}; back: ${describeReverse(step)}`, 6)}`,
    ...loud.map((hazard) => `      ${marks[hazard.level]} ${wrap(`${hazard.kind}: ${hazard.message}`, 8)}`),
    ...(quiet.length === 0 ? [] : [`      · ${quiet.join(", ")}`]),
  ];
  return lines.join("\n");
}

/** What a step does, as the texts that run. */
export function describeAction(action: Action): readonly string[] {
  switch (action.kind) {
    case "statements":
      return action.statements;
    case "batches":
      return [action.statement, `-- in batches of ${action.batchSize} over ${action.object} (${action.key.join(", ")}), resumable`];
    case "task":
      return [action.start];
    case "check":
      return [action.check.query];
    case "deploy-gate":
      return [`⏸ deploy ${action.application}: ${action.waitsFor}`];
  }
}

/** Absent is unknown, empty is known to block nothing. */
export function describeBlocks(blocks: readonly Block[] | undefined): string {
  if (blocks === undefined) return "what it blocks is not known";
  const real = blocks.filter((block) => block.blocks !== "nothing");
  if (real.length === 0) return "blocks nothing";
  const durations = {
    moment: "for a moment",
    scan: "while it reads every row",
    rewrite: "while it writes every row anew",
    build: "while it builds",
    transaction: "until the transaction ends",
  } as const;
  return real
    .map((block) => `blocks ${block.blocks.replaceAll("-", " ")} on ${block.object} ${durations[block.for]} (${block.vendorMode})`)
    .join("; ");
}

function describeReverse(step: Step): string {
  const { kind, loses } = step.reversibility;
  if (step.action.kind === "deploy-gate" || step.action.kind === "check") return "nothing to undo";
  return loses === "" ? kind : `${kind}, loses ${loses}`;
}

function renderList(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : [title, ...items.map((item) => `  ${item}`)].join("\n");
}
