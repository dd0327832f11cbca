import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import { aspects, type DownVerdict, type Review, type RowsVerdict, type StatementTrace } from "../model/review.ts";
import { alignRight, count, indentBlock, printDuration, wrap } from "./layout.ts";

interface Subject {
  readonly engine: string;
  readonly version: string;
  readonly format: string | null;
  readonly files: readonly string[];
  readonly baseScripts: number;
}
interface Next {
  readonly command: string;
  readonly reason: string;
}
/** A review as its views see it: executed, or read from the text alone. */
export type ReviewView =
  | (Review & { readonly kind: "executed"; readonly subject: Subject; readonly nextAction: Next })
  | {
      readonly kind: "static";
      readonly subject: Subject;
      readonly outcome: "accept" | "return";
      readonly findings: readonly Finding[];
      readonly evidence: Evidence;
      readonly nextAction: Next;
    };

const marks = { error: "✗", warning: "!", note: "·" } as const;
const ranks = { error: 0, warning: 1, note: 2 } as const;

/** A review for a terminal: the worst first, then what is fine, then the verdict in one line. */
export function renderReviewText(review: ReviewView): string {
  const findings = sortFindings(review.findings);
  const clean = review.subject.files.filter((file) => !findings.some((finding) => finding.file === file && finding.level !== "note"));
  const good =
    review.kind === "executed" && findings.every((finding) => finding.level === "note") ? praise(review) : "no rule stands against it";
  const parts = [
    describeSubject(review),
    [
      ...findings.map((finding) => renderFinding(finding, statementOf(review, finding))),
      ...clean.map((file) => `✓ ${wrap(`${file}  ${good}`, 2)}`),
    ].join("\n"),
    review.kind === "executed" ? renderPrechecks(review) : "",
    summarise(review),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => ranks[a.level] - ranks[b.level] || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

export function describeSubject({ subject, evidence }: ReviewView): string {
  const server = evidence.server === null ? "read from the text, nothing executed" : `shadow: ${evidence.server}, rows: ${evidence.rows}`;
  const format = subject.format === null ? "" : ` · ${subject.format}`;
  const base = subject.baseScripts === 0 ? "" : ` after ${count(subject.baseScripts, "earlier script")}`;
  return `${count(subject.files.length, "migration")}${base}${format} · ${subject.engine} ${subject.version} (${server})`;
}

function renderFinding(finding: Finding, statement: string | null): string {
  const where = `${finding.file}:${finding.line}`;
  const head = alignRight(`${marks[finding.level]} ${wrap(`${where}  ${finding.what}`, 4, 86)}`, finding.evidence.level);
  const lines = [
    head,
    ...(statement === null ? [] : [indentBlock(statement, 6)]),
    `      ${wrap(finding.why, 6)}`,
    `      ${wrap(`Instead: ${finding.instead}`, 6)}`,
  ];
  return `${lines.join("\n")}\n      ${finding.rule}${finding.fix === undefined ? "" : ` · a fix is ready: ${finding.fix.summary}`}`;
}

function statementOf(review: ReviewView, finding: Finding): string | null {
  if (review.kind === "static") return null;
  const trace = review.statements.findLast((candidate) => candidate.file === finding.file && candidate.line <= finding.line);
  return trace === undefined ? null : firstLines(trace.text, 4);
}

function firstLines(text: string, limit: number): string {
  const lines = text.trim().split("\n");
  return lines.length <= limit ? lines.join("\n") : [...lines.slice(0, limit), "…"].join("\n");
}

function praise(review: Review): string {
  return `${describeTraces(review.statements)}; the way back ${describeDown(review.down)}; ${describeRows(review.rows)}`;
}

function describeTraces(traces: readonly StatementTrace[]): string {
  const blocking = traces.filter((trace) => trace.blocks.some((block) => block.blocks !== "nothing" && block.blocks !== "ddl"));
  const rewritten = [...new Set(traces.flatMap((trace) => trace.rewrites))];
  const longest = Math.max(0, ...blocking.map((trace) => trace.durationMs));
  const held = blocking.length === 0 ? "blocks nothing" : `blocks nothing longer than ${printDuration(longest)}`;
  return rewritten.length === 0 ? held : `${held}, writes ${rewritten.join(", ")} anew`;
}

export function describeDown(down: DownVerdict): string {
  switch (down.kind) {
    case "exact":
      return "restores exactly";
    case "column-order":
      return "restores all but the order of columns";
    case "different":
      return `restores something else: ${(down.difference ?? []).join("; ")}`;
    case "fails":
      return `fails: ${down.error ?? ""}`;
    case "missing":
      return "is missing";
  }
}

export function describeRows(rows: RowsVerdict): string {
  const total = rows.objects.reduce((sum, object) => sum + object.rowsAfter, 0);
  switch (rows.kind) {
    case "kept":
      return rows.objects.length === 0 ? "no rows to compare" : `${count(total, "row")} equal`;
    case "changed":
      return "values changed";
    case "lost":
      return "values lost";
    case "unproven":
      return `rows unproven: ${rows.unproven.map(({ object }) => object).join(", ")}`;
  }
}

function renderPrechecks(review: Review): string {
  if (review.prechecks.length === 0) return "";
  return ["Only the target can tell (read-only):", ...review.prechecks.map((check) => `  ${check.summary}\n    ${check.query}`)].join("\n");
}

function summarise(review: ReviewView): string {
  const of = (level: Finding["level"]): number => review.findings.filter((finding) => finding.level === level).length;
  const outcome = review.kind === "executed" ? review.verdict.outcome : review.outcome;
  const numbers = [
    count(of("error"), "error"),
    count(of("warning"), "warning"),
    ...(of("note") === 0 ? [] : [count(of("note"), "note")]),
  ].join(", ");
  const total =
    review.kind === "executed"
      ? ` · ${printDuration(review.statements.reduce((sum, trace) => sum + trace.durationMs, 0))} of statements`
      : "";
  const returned = review.kind === "executed" ? aspects.filter((aspect) => review.verdict[aspect].outcome === "return") : [];
  const why = returned.length === 0 ? "" : ` · ${returned.join(", ")}`;
  const next = review.nextAction.command === "" ? "" : `\nNext     ${review.nextAction.command}`;
  return `${outcome === "return" ? "Returned" : "Accepted"}: ${numbers}${why}${total}${next}`;
}
