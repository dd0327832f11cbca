import type { Finding } from "../model/finding.ts";
import { aspects } from "../model/review.ts";
import { describeWaits, longestWaitMs } from "./waits.ts";
import { renderFixText, renderHistoryText, renderPrecheckText } from "./review-modes-text.ts";
import { alignRight, count, indentBlock, printDuration, wrap } from "./layout.ts";
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
  outcomeOf,
  type ReviewView,
  shortPaths,
  sumLocks,
  type StaticView,
  traceOf,
} from "./review-view.ts";

export { describeDown, describeRows } from "./review-view.ts";
export type { ReviewView } from "./review-view.ts";

const marks = { error: "✗", warning: "!", note: "·" } as const;
/** `all`: notes and what was dropped too. */
export type Detail = "usual" | "all";

/** A review for a terminal: the worst first, then what is fine, then the verdict in one line. A clean one is two lines. */
export function renderReviewText(review: ReviewView, detail: Detail = "usual"): string {
  if (review.kind === "nothing") return `✓ ${review.reason}\n`;
  if (review.kind === "fix") return renderFixText(review);
  if (review.kind === "prechecks") return renderPrecheckText(review);
  if (review.kind === "history") return renderHistoryText(review);
  const findings = foldRepeats(findingsOf(review).filter((finding) => detail === "all" || finding.level !== "note"));
  const short = shortPaths(review.subject.files);
  const head = describeSubject(review);
  if (findings.length === 0 && detail === "usual") {
    const rolling = review.kind === "executed" ? describeRolling(review) : "";
    return `${head}\n${rolling === "" ? "" : `${wrap(rolling, 2)}\n`}${summarise(review)}\n`;
  }
  const clean = review.subject.files.filter((file) => !findings.some((finding) => finding.file === file));
  const dropped = detail === "all" && review.kind === "executed" ? (review.disproved ?? []) : [];
  const parts = [
    head,
    dropped
      .map(
        (finding) =>
          `- ${wrap(`${short(finding.file)}:${finding.line}  dropped, because the execution showed that it is not so: ${finding.what} (${finding.rule})`, 2)}`,
      )
      .join("\n"),
    [
      ...groupByPlace(findings, review).map((group) => renderGroup(group, review, short)),
      ...clean.map((file) => renderClean(file, review, short)),
    ].join("\n"),
    review.kind === "executed" && sumLocks(review.statements).length > 0
      ? `Locked again and again: ${wrap(sumLocks(review.statements).join("; "), 2)}`
      : "",
    review.kind === "executed" ? wrap(describeRolling(review), 2) : "",
    review.kind === "executed" ? renderPrepared(review) : "",
    review.kind === "executed" ? renderPrechecks(review) : "",
    summarise(review),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Findings of one level about one statement stand together, so that the statement is shown once. */
function groupByPlace(findings: readonly Finding[], review: ReviewView): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const about = traceOf(review, finding) === null ? finding.rule : "statement";
    const key = `${finding.level} ${finding.file}:${finding.line} ${about}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function renderGroup(group: readonly Finding[], review: ExecutedView | StaticView, short: (file: string) => string): string {
  const [first] = group;
  if (first === undefined) return "";
  const trace = traceOf(review, first);
  const where = `${short(first.file)}:${first.line}`;
  const margin = " ".repeat(Math.max(1, where.length + 4));
  const heads = group.map((finding, index) => {
    const text = wrap(withoutStop(finding.what), where.length + 4, 86);
    return alignRight(`${index === 0 ? `${marks[finding.level]} ${where}  ` : margin}${text}`, finding.evidence.level);
  });
  const measured = trace === null ? "" : describeTrace(trace);
  const waits = trace === null || review.kind !== "executed" ? "" : describeWaits(review.blocking, trace);
  const why = measured === "" ? group.map((finding) => finding.why) : [measured];
  const lines = [
    ...heads,
    ...(trace === null ? [] : [indentBlock(firstLines(trace.text, 4), 6)]),
    ...[...new Set([...why, ...(waits === "" ? [] : [`Beside other sessions: ${waits}`])])].map((text) => `      ${wrap(text, 6)}`),
    ...group.map(
      (finding) =>
        `      ${wrap(`Instead: ${finding.instead} (${finding.rule})${finding.fix === undefined ? "" : " →  dblead review --fix"}`, 6)}`,
    ),
  ];
  return lines.join("\n");
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, "");
}

function renderClean(file: string, review: ExecutedView | StaticView, short: (file: string) => string): string {
  const hasNotes = review.findings.some((finding) => finding.file === file);
  const read = hasNotes ? "notes only (--verbose shows them)" : "no rule stands against it";
  const good = review.kind === "static" ? read : describeTraces(review.statements.filter((trace) => trace.file === file));
  return `✓ ${wrap(`${short(file)}  ${good}`, 2)}`;
}

function firstLines(text: string, limit: number): string {
  const lines = text.trim().split("\n");
  return lines.length <= limit ? lines.join("\n") : [...lines.slice(0, limit), "…"].join("\n");
}

function renderPrepared({ blocking }: ExecutedView): string {
  const failures = blocking?.preparedFailures ?? [];
  if (failures.length === 0) return "";
  const lines = failures.slice(0, 5).map(({ query, error }) => `  ${wrap(`${query}: ${error}`, 4)}`);
  return ["Statements that a session had prepared before, and that fail after it:", ...lines].join("\n");
}

function renderPrechecks(review: ExecutedView): string {
  if (review.prechecks.length === 0) return "";
  const lines = review.prechecks.map((check) => `  ${wrap(check.summary, 2)}`);
  return [`Only the target can tell, read-only (dblead review --prechecks):`, ...lines].join("\n");
}

function summarise(review: ExecutedView | StaticView): string {
  const outcome = outcomeOf(review);
  const isClean = review.findings.every((finding) => finding.level === "note");
  const notes = review.findings.filter((finding) => finding.level === "note").length;
  const praise =
    review.kind === "executed"
      ? `${describeTraces(review.statements)}${describeBeside(review)}; the way back ${describeDown(review.down)}; ${describeRows(review.rows)}`
      : "no rule stands against it";
  const found = isClean
    ? `${praise}${notes === 0 ? "" : ` · ${count(notes, "note")} (--verbose shows them)`}`
    : countFindings(review.findings);
  const total = review.kind === "executed" ? ` · ${describeTime(review)}` : "";
  const returned = review.kind === "executed" ? aspects.filter((aspect) => review.verdict[aspect].outcome === "return") : [];
  const why = returned.length === 0 ? "" : ` · ${returned.join(", ")}`;
  const next = review.nextAction.command === "" ? "" : `\nNext     ${review.nextAction.command}`;
  return `${wrap(`${isClean ? "✓ " : ""}${outcome === "return" ? "Returned" : "Accepted"}: ${found}${why}${total}`, 2)}${next}`;
}

function describeBeside({ blocking }: ExecutedView): string {
  const longest = longestWaitMs(blocking);
  if (longest === null || (blocking?.workload ?? []).length === 0) return "";
  return longest < 1 ? ", nobody beside it waited" : `, nobody beside it waited longer than ${printDuration(longest)}`;
}

function describeTime(review: ExecutedView): string {
  const spent = printDuration(review.statements.reduce((sum, trace) => sum + trace.durationMs, 0));
  return `${spent} of statements${review.remembered ? ", executed before with the same content" : ""}`;
}
