import type { ReportModel, TargetReport } from "../model/report.ts";
import { aspects } from "../model/review.ts";
import { taskStatuses } from "../model/task.ts";
import { count } from "./layout.ts";
import { describeAction, describeBlocks } from "./plan-text.ts";
import { describeDown, describeRows } from "./review-text.ts";
import { renderRunTitle } from "./run-text.ts";
import { headlineOf, listUndecided } from "./standing.ts";

export const audiences = ["technical-architect", "project-manager", "qa-lead"] as const;
export type Audience = (typeof audiences)[number];

/** One state, told to one reader: design and integrity, status and progress, or what to try. */
export function renderReportMarkdown(model: ReportModel, audience: Audience): string {
  const undecided = listUndecided(model);
  const parts = [
    `# ${escapeText(renderRunTitle(model))}`,
    `**${escapeText(headlineOf(model))}** ${escapeText(model.reason)}`,
    undecided.length === 0 ? "" : `Still to be decided:\n\n${bullets(undecided)}`,
    ...bodies[audience](model),
    model.nextAction.command === "" ? "" : `Next: \`${model.nextAction.command}\``,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const bodies: Readonly<Record<Audience, (model: ReportModel) => readonly string[]>> = {
  "technical-architect": (model) => [...model.targets.flatMap(renderDesign), ...model.targets.map(renderIntegrity), renderRemarks(model)],
  "project-manager": (model) => [renderProgress(model), ...model.targets.map(renderMigrationState), renderEscalations(model)],
  "qa-lead": (model) => [...renderHandOver(model), ...model.targets.map(renderCode), renderQuestions(model)],
};

function renderDesign(target: TargetReport): readonly string[] {
  const stages = target.stages.map((stage) => {
    const gate =
      stage.gate === null
        ? ""
        : `\n\nWaits for the deployment of ${escapeText(stage.gate.application)}: ${escapeText(stage.gate.waitsFor)}`;
    const steps = stage.steps.map(
      (step) =>
        `- ${escapeText(step.summary)}: ${escapeText(describeBlocks(step.blocks))}; back: ${step.reversibility.kind}\n${fence(describeAction(step.action).join("\n"), "sql")}`,
    );
    return `### ${stage.phase}${gate}\n\n${steps.join("\n")}`;
  });
  const decisions = target.decisions.map(
    (decision) => `- **${escapeText(decision.title)}**: ${escapeText(decision.choice)} (${escapeText(decision.because.join("; "))})`,
  );
  return [
    `## ${target.target}: the change`,
    `Before:\n\n${fence(target.diagram.before, "mermaid")}`,
    `After:\n\n${fence(target.diagram.after, "mermaid")}`,
    ...stages,
    decisions.length === 0 ? "" : `### Decisions\n\n${decisions.join("\n")}`,
    `### Backup and restore\n\n${escapeText(target.reliesOn)}`,
  ];
}

function renderIntegrity(target: TargetReport): string {
  const { verdict, rows, down } = target;
  if (verdict === null) return `## ${target.target}: integrity\n\nNothing was executed yet.`;
  const verdicts = aspects.map(
    (aspect) => `| ${aspect} | ${verdict[aspect].outcome} | ${escapeText(verdict[aspect].reasons.join("; "))} |`,
  );
  const objects = (rows?.objects ?? []).map(
    (object) =>
      `| ${escapeText(object.object)} | ${object.rowsBefore} | ${object.rowsAfter} | ${escapeText(object.byRule.map(({ field, rule }) => `${field}: ${rule}`).join("; "))} | ${escapeText(object.different.join(", "))} |`,
  );
  const parts = [
    `## ${target.target}: integrity`,
    `| aspect | verdict | reasons |\n| --- | --- | --- |\n${verdicts.join("\n")}`,
    [
      down === null ? "" : `The way back ${escapeText(describeDown(down))}.`,
      rows === null ? "" : `Rows: ${escapeText(describeRows(rows))}.`,
    ]
      .join(" ")
      .trim(),
    objects.length === 0
      ? ""
      : `| object | rows before | after | equal by rule | different |\n| --- | ---: | ---: | --- | --- |\n${objects.join("\n")}`,
    target.unproven.length === 0 ? "" : `Not proven:\n\n${bullets(target.unproven)}`,
    target.drift.length === 0 ? "" : `Drift:\n\n${bullets(target.drift.map(({ file, line, message }) => `${file}:${line} ${message}`))}`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function renderRemarks(model: ReportModel): string {
  const remarks = [...model.targets.flatMap((target) => target.remarks), ...model.gaps];
  return remarks.length === 0 ? "" : `## Remarks\n\n${bullets(remarks)}`;
}

function renderProgress(model: ReportModel): string {
  const done = model.tasks.filter((task) => task.status === "done").length;
  const rows = model.tasks.map(
    (task) =>
      `| ${task.id} | ${escapeText(task.title)} | ${escapeText(task.worker ?? task.specialist)} | ${taskStatuses[task.status]} | ${task.reviews.length} |`,
  );
  const table =
    rows.length === 0 ? "" : `\n\n| task | what | who | status | reviews |\n| --- | --- | --- | --- | ---: |\n${rows.join("\n")}`;
  return `## Progress\n\n${done} of ${count(model.tasks.length, "task")} done.${table}`;
}

function renderMigrationState(target: TargetReport): string {
  const rows = target.stages.map(
    (stage) =>
      `| ${stage.phase} | ${stage.state === "released" ? "released" : `waits for ${escapeText(stage.gate?.application ?? "its gate")}`} | ${stage.migrations.length} | ${stage.jobs.length} |`,
  );
  return `## ${target.target}: state of the migrations\n\n| stage | state | migrations | jobs |\n| --- | --- | ---: | ---: |\n${rows.join("\n")}`;
}

function renderEscalations(model: ReportModel): string {
  if (model.escalations.length === 0) return "";
  const items = model.escalations.map(
    (one) =>
      `- ${one.priority}: ${escapeText(one.text)} (to ${one.to.join(", ")}; ${one.resolution === null ? "open" : `decided: ${escapeText(one.resolution.choose)}`})`,
  );
  return `## Escalations\n\n${items.join("\n")}`;
}

function renderHandOver({ handOver, targets }: ReportModel): readonly string[] {
  const { changed, trials, queries } = handOver;
  const checks = targets.flatMap((target) =>
    target.prechecks.map((check) => `- ${escapeText(check.summary)}; must answer ${check.expects}\n${fence(check.query, "sql")}`),
  );
  return [
    `## What changed\n\n${bullets(changed)}`,
    trials.length === 0
      ? ""
      : `## Data to try\n\n| object | do | expect |\n| --- | --- | --- |\n${trials.map(({ object, what, expected }) => `| ${escapeText(object)} | ${escapeText(what)} | ${escapeText(expected)} |`).join("\n")}`,
    queries.length === 0
      ? ""
      : `## Queries to try\n\n${queries.map(({ text, query, expected }) => `- ${escapeText(text)}: ${escapeText(expected)}\n${fence(query, "sql")}`).join("\n")}`,
    checks.length === 0 ? "" : `## Look first, on the target (read-only)\n\n${checks.join("\n")}`,
  ];
}

function renderCode(target: TargetReport): string {
  if (target.mustChange.length === 0) return "";
  return `## ${target.target}: code that must change\n\n${target.mustChange.map((place) => `- \`${place.file.replaceAll("`", "")}:${place.line}\` uses ${escapeText(place.name)}`).join("\n")}`;
}

function renderQuestions(model: ReportModel): string {
  if (model.questions.length === 0) return "";
  return `## Answers it rests on\n\n${model.questions.map(({ question, answer }) => `- ${escapeText(question.text)} **${answer === null ? "open" : escapeText(answer.choose)}**`).join("\n")}`;
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${escapeText(item)}`).join("\n");
}

/** A fence longer than any in the text. */
function fence(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const mark = "`".repeat(longest + 1);
  return `${mark}${language}\n${text}\n${mark}`;
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/([\\`*_[\]|])/g, "\\$1")
    .replaceAll("\n", " ");
}
