import type { ReportModel, TargetReport } from "../model/report.ts";
import { aspects } from "../model/review.ts";
import { taskStatuses } from "../model/task.ts";
import { count } from "./layout.ts";
import { describeAction, describeBlocks } from "./plan-text.ts";
import { describeDown, describeRows } from "./review-text.ts";
import { renderRunTitle } from "./run-text.ts";

export type Audience = "technical-architect" | "project-manager" | "qa-lead";

/** One state, told to one reader: design and integrity, status and progress, or what to try. */
export function renderReportMarkdown(model: ReportModel, audience: Audience): string {
  const parts = [
    `# ${escapeText(renderRunTitle(model))}`,
    `**${escapeText(model.verdict)}**`,
    renderUndecided(model),
    ...bodies[audience](model),
    renderNext(model),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const bodies: Readonly<Record<Audience, (model: ReportModel) => readonly string[]>> = {
  "technical-architect": (model) => [
    ...model.targets.flatMap(renderDesign),
    renderDecisions(model),
    ...model.targets.map(renderIntegrity),
    renderRemarks(model),
    `## Backup and restore\n\n${escapeText(model.backup)}`,
  ],
  "project-manager": (model) => [renderProgress(model), ...model.targets.map(renderMigrationState), renderEscalations(model)],
  "qa-lead": (model) => [...model.targets.map(renderHandOver), renderQuestions(model)],
};

function renderUndecided(model: ReportModel): string {
  return model.undecided.length === 0 ? "" : `Still to be decided:\n\n${bullets(model.undecided)}`;
}

function renderNext(model: ReportModel): string {
  return model.nextAction.command === "" ? "" : `Next: \`${model.nextAction.command}\``;
}

function renderDesign(target: TargetReport): readonly string[] {
  const stages = target.stages.map((stage) => {
    const gate =
      stage.gate === null
        ? ""
        : `\n\nWaits for the deployment of ${escapeText(stage.gate.application)}: ${escapeText(stage.gate.waitsFor)}`;
    const steps = stage.steps.map(
      (step) =>
        `- ${step.id} ${escapeText(step.summary)}: ${escapeText(describeBlocks(step.blocks))}; back: ${step.reversibility.kind}\n${fence(describeAction(step.action).join("\n"))}`,
    );
    return `### ${stage.phase}${gate}\n\n${steps.join("\n")}`;
  });
  return [`## ${target.name}: the change`, `\`\`\`mermaid\n${renderMermaid(target)}\n\`\`\``, ...stages];
}

/** The schema after the change as a Mermaid entity diagram, objects that change only. */
export function renderMermaid(target: TargetReport): string {
  const before = new Map(target.before.map((outline) => [outline.label, JSON.stringify(outline)]));
  const changed = target.after.filter((outline) => before.get(outline.label) !== JSON.stringify(outline));
  const labels = new Set(changed.map((outline) => outline.label));
  const word = (text: string): string => text.replaceAll(/[^\p{L}\p{N}_]+/gu, "_");
  const entities = changed.map(
    (outline) =>
      `  ${word(outline.label)} {\n${outline.fields.map((field) => `    ${word(field.type)} ${word(field.name)}`).join("\n")}\n  }`,
  );
  const links = changed.flatMap((outline) =>
    outline.references
      .filter((reference) => labels.has(reference.object))
      .map((reference) => `  ${word(reference.object)} ||--o{ ${word(outline.label)} : ${word(reference.name)}`),
  );
  return ["erDiagram", ...entities, ...links].join("\n");
}

function renderDecisions(model: ReportModel): string {
  if (model.decisions.length === 0) return "";
  const items = model.decisions.map(
    (decision) =>
      `- **${escapeText(decision.title)}**: ${escapeText(decision.choice)} (${escapeText(decision.because.join("; "))}) \`${decision.path}\``,
  );
  return `## Decisions\n\n${items.join("\n")}`;
}

function renderIntegrity(target: TargetReport): string {
  const { review } = target;
  if (review === null) return `## ${target.name}: integrity\n\nNothing was executed yet.`;
  const verdicts = aspects.map(
    (aspect) => `| ${aspect} | ${review.verdict[aspect].outcome} | ${escapeText(review.verdict[aspect].reasons.join("; "))} |`,
  );
  const rows = review.rows.objects.map(
    (object) =>
      `| ${escapeText(object.object)} | ${object.rowsBefore} | ${object.rowsAfter} | ${escapeText(object.byRule.map(({ field, rule }) => `${field}: ${rule}`).join("; "))} | ${escapeText(object.different.join(", "))} |`,
  );
  const parts = [
    `## ${target.name}: integrity`,
    `| aspect | verdict | reasons |\n| --- | --- | --- |\n${verdicts.join("\n")}`,
    `The way back ${escapeText(describeDown(review.down))}; ${escapeText(describeRows(review.rows))}.`,
    rows.length === 0
      ? ""
      : `| object | rows before | after | equal by rule | different |\n| --- | ---: | ---: | --- | --- |\n${rows.join("\n")}`,
    target.unproven.length === 0 ? "" : `Not proven:\n\n${bullets(target.unproven)}`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function renderRemarks(model: ReportModel): string {
  const remarks = [...model.remarks, ...model.gaps];
  return remarks.length === 0 ? "" : `## Remarks\n\n${bullets(remarks)}`;
}

function renderProgress(model: ReportModel): string {
  const done = model.tasks.filter((task) => task.status === "done").length;
  const rows = model.tasks.map(
    (task) =>
      `| ${task.id} | ${escapeText(task.title)} | ${escapeText(task.worker ?? task.specialist)} | ${taskStatuses[task.status]} | ${task.rounds.length} |`,
  );
  return [
    `## Progress\n\n${done} of ${count(model.tasks.length, "task")} done.`,
    rows.length === 0 ? "" : `| task | what | who | status | rounds |\n| --- | --- | --- | --- | ---: |\n${rows.join("\n")}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function renderMigrationState(target: TargetReport): string {
  const rows = target.stages.map(
    (stage) =>
      `| ${stage.phase} | ${stage.state === "released" ? "released" : `waits for ${escapeText(stage.gate?.application ?? "its gate")}`} | ${stage.migrations.length} | ${stage.jobs.length} |`,
  );
  return `## ${target.name}: state of the migrations\n\n| stage | state | migrations | jobs |\n| --- | --- | ---: | ---: |\n${rows.join("\n")}`;
}

function renderEscalations(model: ReportModel): string {
  if (model.escalations.length === 0) return "";
  const items = model.escalations.map(
    (one) =>
      `- ${one.priority}: ${escapeText(one.text)} (to ${one.to.join(", ")}; ${one.resolution === null ? "open" : `decided: ${escapeText(one.resolution.choose)}`})`,
  );
  return `## Escalations\n\n${items.join("\n")}`;
}

function renderHandOver(target: TargetReport): string {
  const changes = target.stages.flatMap((stage) => stage.steps.map((step) => `${stage.phase}: ${step.summary}`));
  const checks = [...(target.plan?.prechecks ?? []), ...(target.review?.prechecks ?? [])].map(
    (check) => `${escapeText(check.summary)}; must answer ${check.expects}\n${fence(check.query)}`,
  );
  const rules = (target.review?.rows.objects ?? []).flatMap((object) =>
    object.byRule.map(({ field, rule }) => `${object.object}.${field} must equal ${rule}`),
  );
  const parts = [
    `## ${target.name}: what changed\n\n${bullets(changes)}`,
    rules.length === 0 ? "" : `## ${target.name}: expected values\n\n${bullets(rules)}`,
    checks.length === 0 ? "" : `## ${target.name}: data to try\n\n${checks.map((check) => `- ${check}`).join("\n")}`,
    target.code.length === 0
      ? ""
      : `## ${target.name}: code to try\n\n${target.code.map((place) => `- \`${place.file}:${place.line}\` ${escapeText(place.uses)}${place.breaksAfter === null ? "" : `, breaks after ${place.breaksAfter}`}`).join("\n")}`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function renderQuestions(model: ReportModel): string {
  if (model.questions.length === 0) return "";
  return `## Answers it rests on\n\n${model.questions.map(({ question, answer }) => `- ${escapeText(question.text)} **${answer === null ? "open" : escapeText(answer.choose)}**`).join("\n")}`;
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${escapeText(item)}`).join("\n");
}

/** A fence longer than any in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const mark = "`".repeat(longest + 1);
  return `${mark}sql\n${text}\n${mark}`;
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/([\\`*_[\]|])/g, "\\$1")
    .replaceAll("\n", " ");
}
