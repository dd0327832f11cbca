import type { Evidence } from "../../model/evidence.ts";
import type { Action, Step } from "../../model/plan.ts";
import type { ReportStage, TargetReport } from "../../model/report.ts";
import { describeAction, describeBlocks } from "../plan-text.ts";
import { html, joinMarkup, type Markup, nothing } from "./markup.ts";

/** Each step, folded: statement, reverse, hazards and evidence. */
export function renderSteps(target: TargetReport): Markup {
  const stages = target.stages.filter((stage) => stage.steps.length > 0);
  if (stages.length === 0) return html`<p class="quiet">No step is planned yet.</p>`;
  return joinMarkup(stages.map((stage) => html`<h3>${stage.phase}</h3>${stage.steps.map(renderStep)}${renderFiles(stage)}`));
}

function renderStep(step: Step): Markup {
  const hazards = step.hazards.map(
    (hazard) =>
      html`<li class="${hazard.level === "error" ? "bad" : hazard.level === "warning" ? "warn" : "quiet"}">${hazard.kind}: ${hazard.message}</li>`,
  );
  const reverse = step.reverse.flatMap((action) => describeAction(action));
  const { kind, until, loses } = step.reversibility;
  const blocks = describeBlocks(step.blocks);
  return html`<details><summary><span class="evidence quiet">${step.evidence.level}</span>${step.summary} <span class="quiet">${step.id}</span></summary><div>
${renderAction(step.action)}
<p>${blocks.charAt(0).toUpperCase()}${blocks.slice(1)}. ${limitsOf(step)}</p>${hazards.length === 0 ? nothing : html`<ul>${hazards}</ul>`}
<p><strong>Way back</strong> ${describeWayBack(step, kind, until, loses)}</p>${reverse.length === 0 ? nothing : html`<pre>${reverse.join("\n")}</pre>`}
<p class="quiet">${describeEvidence(step.evidence)}</p></div></details>`;
}

function describeWayBack(step: Step, kind: string, until: string, loses: string): string {
  if (step.action.kind === "deploy-gate" || step.action.kind === "check") return "nothing to undo";
  return `${kind}${until === "" ? "" : `, until ${until}`}${loses === "" ? "" : `; loses ${loses}`}`;
}

function renderAction(action: Action): Markup {
  return html`<pre>${describeAction(action).join("\n")}</pre>`;
}

function limitsOf(step: Step): string {
  const { lockTimeoutMs, statementTimeoutMs } = step.limits;
  const parts = [
    lockTimeoutMs === undefined ? "" : `waits ${lockTimeoutMs} ms for a lock at most`,
    statementTimeoutMs === undefined ? "" : `runs ${statementTimeoutMs} ms at most`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `It ${parts.join(" and ")}.`;
}

function renderFiles(stage: ReportStage): Markup {
  const files = [...stage.migrations, ...stage.jobs].map((file) => file.path);
  return files.length === 0
    ? nothing
    : html`<p class="quiet">Files: ${joinMarkup(
        files.map((file) => html`<code>${file}</code>`),
        ", ",
      )}</p>`;
}

export function describeEvidence(evidence: Evidence): string {
  const facts = evidence.facts.map(({ name, value, unit }) => `${name} ${value}${unit === undefined ? "" : ` ${unit}`}`);
  const parts = [
    evidence.level,
    evidence.server ?? "no server",
    evidence.rows === "none" ? "no rows" : `${evidence.rows} rows`,
    evidence.concurrency === "alone" ? "no other session" : "other sessions at work",
    ...facts,
  ];
  return `${parts.join(" · ")}${evidence.limits === undefined ? "" : ` · not observed: ${evidence.limits}`}`;
}
