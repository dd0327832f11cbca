import type { ReportModel, TargetReport } from "../model/report.ts";
import { drawDiagram } from "./diagram.ts";
import { renderDiagram } from "./html/diagram-svg.ts";
import { html, joinMarkup, type Markup, nothing } from "./html/markup.ts";
import { renderDecisions, renderQuestions, renderTasks } from "./html/people.ts";
import { renderCode, renderOpenEnds, renderQueryPlans, renderRows, renderVerdicts } from "./html/proof.ts";
import { renderSteps } from "./html/steps.ts";
import { style } from "./html/style.ts";
import { renderTimeline } from "./html/timeline.ts";
import { count, printDuration, printNumber } from "./layout.ts";
import { describeDown } from "./review-text.ts";
import { headlineOf, levelOf, listTold, listUndecided } from "./standing.ts";

/** The whole story on one page: one file, no network, no script; what a hurried reader needs comes first. */
export function renderHtmlReport(model: ReportModel): string {
  const { requirement } = model;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${requirement.id} ${requirement.title}</title><style>${{ markup: style }}</style></head><body>
<header><h1>${requirement.id} ${requirement.title}</h1><p class="quiet">${describeOrigin(model)}</p></header>
<main>${renderVerdict(model)}
${section("schema", "The schema before and after", model, renderPictures)}
${section("phases", "The phases and what they block", model, renderTimeline)}
${section("steps", "Each step", model, renderSteps)}
${section("rows", "Rows", model, renderRows)}
${section("queries", "Queries before and after", model, renderQueryPlans)}
${section("code", "Code that must change", model, renderCode)}
<section aria-labelledby="questions"><h2 id="questions">Questions and answers</h2>${renderQuestions(model)}</section>
<section aria-labelledby="decisions"><h2 id="decisions">Decisions</h2>${renderDecisions(model)}</section>
${section("open", "What could not be proven", model, renderOpenEnds)}
<section aria-labelledby="tasks"><h2 id="tasks">Tasks</h2>${renderTasks(model)}</section>
${section("verdicts", "Review", model, renderVerdicts)}
</main></body></html>
`;
  return page.markup;
}

function describeOrigin({ requirement, targets, date }: ReportModel): string {
  const engines = targets.map((target) => `${target.target} (${target.engineTitle} ${target.version})`).join(", ");
  const due = requirement.due === null ? "" : ` · due ${requirement.due}`;
  return `${requirement.kind} from ${requirement.from} · ${engines} · priority ${requirement.priority}${due} · ${date} · ${requirement.file}`;
}

/** The first screen: whether to worry, and what somebody has to do now. */
function renderVerdict(model: ReportModel): Markup {
  const undecided = listUndecided(model).map((item) => html`<li>${item}</li>`);
  const command = model.nextAction.command === "" ? nothing : html`<p>Next: <code>${model.nextAction.command}</code></p>`;
  const list = undecided.length === 0 ? nothing : html`<p>Still to be decided:</p><ul>${undecided}</ul>`;
  const told = listTold(model).map((item) => html`<li class="quiet">${item}</li>`);
  const reason =
    model.reason === "" ? "" : `${model.reason.charAt(0).toUpperCase()}${model.reason.slice(1)}${/[.!?]$/.test(model.reason) ? "" : "."}`;
  return html`<section class="verdict ${levelOf(model)}" aria-label="Verdict"><p><strong>${headlineOf(model)}</strong> ${reason}</p>${list}${command}${told.length === 0 ? nothing : html`<ul>${told}</ul>`}${model.targets.map(renderFacts)}</section>`;
}

/** The few numbers that say whether to worry. */
function renderFacts(target: TargetReport): Markup {
  const steps = target.stages.flatMap((stage) => stage.steps).filter((step) => step.action.kind !== "deploy-gate");
  const holding = target.statements.filter((trace) =>
    trace.blocks.some((block) => block.blocks === "writes" || block.blocks === "reads-and-writes"),
  );
  const rows = (target.rows?.objects ?? []).reduce((sum, object) => sum + object.rowsAfter, 0);
  const different = (target.rows?.objects ?? []).filter((object) => object.different.length > 0);
  const gone = [
    ...new Set(
      steps.flatMap((step) =>
        step.hazards.filter((hazard) => hazard.kind === "deletes-data" && hazard.level === "error").map((hazard) => hazard.object),
      ),
    ),
  ];
  const facts: readonly (readonly [string, string])[] = [
    ["Change", steps.length === 0 ? "" : `${count(steps.length, "step")} in ${count(target.stages.length, "stage")}`],
    [
      "Rows compared",
      rows === 0
        ? ""
        : `${printNumber(rows)}, ${different.length === 0 ? "none different" : `different in ${count(different.length, "object")}`}`,
    ],
    [
      "Longest hold seen",
      target.statements.length === 0
        ? ""
        : holding.length === 0
          ? "nobody waits"
          : printDuration(Math.max(...holding.map((trace) => trace.durationMs))),
    ],
    ["Way back", target.down === null ? "" : describeDown(target.down)],
    ["Gives up", gone.join(", ")],
    ["Evidence", target.evidence === null ? "" : `${target.evidence.level} on ${target.evidence.server ?? "no server"}`],
  ];
  const shown = facts.filter(([, value]) => value !== "");
  return shown.length === 0
    ? nothing
    : html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function section(id: string, title: string, model: ReportModel, render: (target: TargetReport) => Markup): Markup {
  const parts = model.targets.map(
    (target) => html`${model.targets.length === 1 ? nothing : html`<h3>${target.target}</h3>`}${render(target)}`,
  );
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${parts}</section>`;
}

function renderPictures(target: TargetReport): Markup {
  const before = target.objects.flatMap((object) => (object.before === null ? [] : [object.before]));
  const after = target.objects.flatMap((object) => (object.after === null ? [] : [object.after]));
  const { renames } = target;
  const sides = (["before", "after"] as const).map((side) => {
    const diagram = drawDiagram({ before, after, renames, side });
    return html`<figure><figcaption><strong>${side === "before" ? "Before" : "After"}</strong></figcaption>${renderDiagram(diagram, `${target.target} ${side}`)}</figure>`;
  });
  const { unchanged } = drawDiagram({ before, after, renames, side: "after" });
  const rest = unchanged.length === 0 ? nothing : html`<p class="quiet">Unchanged: ${unchanged.join(", ")}</p>`;
  return html`<p class="quiet">+ added · − dropped · ~ changed · → renamed · key in grey</p>${joinMarkup(sides)}${rest}`;
}
