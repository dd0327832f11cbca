import type { Finding } from "../model/finding.ts";
import { count, printDuration } from "./layout.ts";
import { describeWaits } from "./waits.ts";
import { renderFixText, renderHistoryText, renderPrecheckText } from "./review-modes-text.ts";
import {
  countFindings,
  describeDown,
  describeRolling,
  describeRows,
  describeSubject,
  describeTrace,
  describeTraces,
  type ExecutedView,
  findingsOf,
  foldRepeats,
  type FixView,
  type HistoryView,
  outcomeOf,
  type PrecheckView,
  type ReviewView,
  sumLocks,
  traceOf,
} from "./review-view.ts";

/** Stands in every comment, unseen, so that the next one takes its place. */
export const commentMarker = "<!-- dblead-review -->";

const marks = { error: "❌", warning: "⚠️", note: "ℹ️" } as const;
/** Services refuse comments above 65,536 characters. */
const longest = 60_000;

/** A review as a comment on a pull request: the verdict in the first line, the details folded, the marker at the end. */
export function renderReviewMarkdown(review: ReviewView): string {
  if (review.kind === "nothing") return `**No migrations.** ${escapeText(review.reason)}\n\n${commentMarker}\n`;
  if (review.kind === "prechecks" || review.kind === "fix" || review.kind === "history") return renderOther(review);
  const findings = foldRepeats(findingsOf(review));
  const notes = findings.filter((finding) => finding.level === "note");
  const isClean = notes.length === findings.length;
  const head = outcomeOf(review) === "return" ? "❌ **Returned**" : isClean ? "✅ **Accepted**" : "⚠️ **Accepted**";
  const verdict = isClean
    ? review.kind === "executed"
      ? describeTraces(review.statements)
      : "no rule stands against it"
    : countFindings(findingsOf(review));
  const before = [`${head}: ${escapeText(verdict)}`, escapeText(describeSubject(review))];
  const after = [
    fold(
      count(notes.length, "note"),
      notes.map((finding) => `- ${place(finding)} ${escapeText(finding.what)} \`${finding.rule}\``).join("\n"),
    ),
    ...(review.kind === "executed"
      ? [renderLocks(review), escapeText(describeRolling(review)), renderWayBack(review), renderPrechecks(review)]
      : []),
    `<sub>${review.nextAction.command === "" ? "" : `Next: <code>${escapeText(review.nextAction.command)}</code> · `}Every verdict carries its evidence; <code>dblead explain</code> tells what a word means.</sub>`,
    commentMarker,
  ];
  const room = longest - [...before, ...after].join("\n\n").length;
  const shown = fit(
    findings.filter((finding) => finding.level !== "note").map((finding) => renderFinding(finding, review)),
    room,
  );
  return `${[...before, ...shown, ...after].filter((part) => part !== "").join("\n\n")}\n`;
}

/** What is not a review of a branch is shown as it is on a terminal. */
function renderOther(review: HistoryView | FixView | PrecheckView): string {
  const head = `${outcomeOf(review) === "return" ? "❌ **Returned**" : "✅ **Accepted**"}: ${count(findingsOf(review).length, "finding")}`;
  const body =
    review.kind === "fix" ? renderFixText(review) : review.kind === "history" ? renderHistoryText(review) : renderPrecheckText(review);
  return `${head}\n\n${fence(body, "text", Number.POSITIVE_INFINITY).slice(0, longest)}\n\n${commentMarker}\n`;
}

function fit(parts: readonly string[], room: number): readonly string[] {
  const shown: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += part.length + 2;
    if (used > room - 100)
      return [...shown, `… and ${count(parts.length - shown.length, "further finding")}: \`dblead review\` shows them.`];
    shown.push(part);
  }
  return shown;
}

function place(finding: Finding): string {
  return `<code>${escapeText(`${finding.file}:${finding.line}`)}</code>`;
}

function renderFinding(finding: Finding, review: ReviewView): string {
  const trace = traceOf(review, finding);
  const measured = trace === null ? "" : describeTrace(trace);
  const waits = trace === null || review.kind !== "executed" ? "" : describeWaits(review.blocking, trace);
  const body = [
    trace === null ? "" : fence(trace.text),
    measured === "" ? "" : `**Here:** ${escapeText(measured)}`,
    waits === "" ? "" : `**Beside other sessions:** ${escapeText(waits)}`,
    escapeText(finding.why),
    `**Instead:** ${escapeText(finding.instead)}${finding.fix === undefined ? "" : " → <code>dblead review --fix</code>"}`,
    `\`${finding.rule}\` · ${finding.evidence.level}${finding.evidence.server === null ? "" : ` on ${escapeText(finding.evidence.server)}`}`,
  ];
  const where = `<code>${escapeMarkup(`${finding.file}:${finding.line}`)}</code>`;
  return fold(`${marks[finding.level]} ${where} ${escapeMarkup(finding.what)}`, body.filter((part) => part !== "").join("\n\n"));
}

function fold(summary: string, body: string): string {
  return body === "" ? "" : `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A fence longer than any run of backticks inside it. */
function fence(text: string, language = "sql", most = 12): string {
  const runs = text.match(/`+/g) ?? [];
  const ticks = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const lines = text.trim().split("\n");
  const shown = lines.length > most ? [...lines.slice(0, most), "…"] : lines;
  return `${ticks}${language}\n${shown.join("\n")}\n${ticks}`;
}

function renderLocks(review: ExecutedView): string {
  const rows = review.statements.flatMap((trace) => {
    const measured = describeTrace(trace);
    return measured === ""
      ? []
      : [`| <code>${cell(`${trace.file}:${trace.line}`)}</code> | ${cell(measured)} | ${printDuration(trace.durationMs)} |`];
  });
  if (rows.length === 0) return "";
  const sums = sumLocks(review.statements);
  return fold(
    `What ${count(rows.length, "statement")} did on the shadow`,
    [
      "| where | what | took |",
      "| --- | --- | --- |",
      ...rows.slice(0, 100),
      ...(sums.length === 0 ? [] : ["", `In all: ${escapeText(sums.join("; "))}`]),
    ].join("\n"),
  );
}

function cell(text: string): string {
  return escapeText(text).replaceAll("\n", " ");
}

function renderWayBack(review: ExecutedView): string {
  const losses = review.down.losesAfterWrites ?? [];
  const lost = losses.length === 0 ? "" : ` Going back after the new version wrote loses: ${escapeText(losses.join("; "))}.`;
  return `The way back ${escapeText(describeDown(review.down))}; ${escapeText(describeRows(review.rows))}.${lost}`;
}

function renderPrechecks(review: ExecutedView): string {
  const checks = review.prechecks.map((check) => `${escapeText(check.summary)}\n\n${fence(check.query)}`);
  return fold(`Only the target can tell: ${count(checks.length, "read-only precheck")}`, checks.join("\n\n"));
}

/** Text from a repository must not become markup in a comment. In a summary only HTML is markup. */
function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "@\u200B")
    .replaceAll(/\s*\n\s*/g, " ");
}

function escapeText(text: string): string {
  return escapeMarkup(text).replaceAll(/([\\`*_[\]|#~])/g, "\\$1");
}
