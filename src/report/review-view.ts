import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Check } from "../model/plan.ts";
import type { DownVerdict, Review, RowsVerdict, StatementTrace } from "../model/review.ts";
import { count, printDuration } from "./layout.ts";

interface Subject {
  readonly engine: string;
  readonly version: string;
  readonly format: string | null;
  readonly files: readonly string[];
  readonly baseScripts: number;
  readonly since: string | null;
}
interface Next {
  readonly command: string;
  readonly reason: string;
}
interface RollingView {
  readonly kind: "compatible" | "breaks" | "not-proven";
  readonly reason: string;
  readonly runs: readonly { readonly durationMs: number }[];
  readonly replay?: { readonly tests: number; readonly statements: number; readonly steps: number; readonly leftOut: number };
  readonly notes: readonly string[];
}
export type ExecutedView = Review & {
  readonly kind: "executed";
  readonly subject: Subject;
  readonly remembered: boolean;
  readonly rolling?: RollingView;
  readonly nextAction: Next;
};
export interface StaticView {
  readonly kind: "static";
  readonly subject: Subject;
  readonly outcome: "accept" | "return";
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly nextAction: Next;
}
/** A whole history that was replayed. */
export interface HistoryView {
  readonly kind: "history";
  readonly subject: Subject;
  readonly outcome: "accept" | "return";
  readonly migrations: readonly {
    readonly id: string;
    readonly file: string;
    readonly durationMs: number;
    readonly down: DownVerdict["kind"] | "not-tried";
  }[];
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly nextAction: Next;
}
export interface FixView {
  readonly kind: "fix";
  readonly subject: Subject;
  readonly how: "edits" | "plan" | "none";
  readonly done: readonly string[];
  readonly because: string | null;
  readonly files: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
  readonly difference: string;
  readonly before: ExecutedView;
  readonly after: ExecutedView;
  readonly written: boolean;
  readonly nextAction: Next;
}
export interface PrecheckView {
  readonly kind: "prechecks";
  readonly subject: Subject;
  readonly askedTarget: string | null;
  readonly checks: readonly (Check & {
    readonly outcome: "not-asked" | "passed" | "failed" | "error";
    readonly count: number | null;
    readonly error: string | null;
  })[];
  readonly nextAction: Next;
}
export interface NothingView {
  readonly kind: "nothing";
  readonly reason: string;
  readonly nextAction: Next;
}
/** A review as its views see it. */
export type ReviewView = ExecutedView | StaticView | HistoryView | FixView | PrecheckView | NothingView;

export function findingsOf(review: ReviewView): readonly Finding[] {
  switch (review.kind) {
    case "nothing":
    case "prechecks":
      return [];
    case "fix":
      return sortFindings(review.after.findings);
    case "executed":
    case "static":
    case "history":
      return sortFindings(review.findings);
  }
}

export function outcomeOf(review: ReviewView): "accept" | "return" {
  switch (review.kind) {
    case "nothing":
      return "accept";
    case "executed":
      return review.verdict.outcome;
    case "fix":
      return review.after.verdict.outcome;
    case "prechecks":
      return review.checks.some(({ outcome }) => outcome === "failed" || outcome === "error") ? "return" : "accept";
    case "static":
    case "history":
      return review.outcome;
  }
}

const ranks = { error: 0, warning: 1, note: 2 } as const;
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => ranks[a.level] - ranks[b.level] || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

/** What a rule reads in several places of a file and says in the same words is told once, at the first of them, with the lines of the others. */
export function foldRepeats(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ level, file, rule, what, why }: Finding): string => JSON.stringify([level, file, rule, what, why]);
  const groups = Map.groupBy(findings, keyOf);
  return findings.flatMap((finding) => {
    const group = groups.get(keyOf(finding)) ?? [];
    if (finding.evidence.level !== "parsed") return [finding];
    if (group.find((one) => one.evidence.level === "parsed") !== finding) return [];
    const others = [...new Set(group.slice(1).map(({ line }) => line))].filter((line) => line !== finding.line);
    if (others.length === 0) return [finding];
    const shown = [...others.slice(0, 6).map(String), ...(others.length > 6 ? [`${others.length - 6} more`] : [])];
    return [{ ...finding, what: `${finding.what.replace(/\.$/, "")} (also line${others.length === 1 ? "" : "s"} ${shown.join(", ")})` }];
  });
}

export function describeSubject({ subject, evidence }: Pick<StaticView, "subject" | "evidence">): string {
  const server = evidence.server === null ? "read from the text, nothing executed" : `shadow: ${evidence.server}, rows: ${evidence.rows}`;
  const format = subject.format === null ? "" : ` · ${subject.format}`;
  const since = subject.since === null ? "" : ` on this branch since ${subject.since}`;
  const base = subject.baseScripts === 0 || subject.since !== null ? "" : ` after ${count(subject.baseScripts, "earlier script")}`;
  return `${count(subject.files.length, "migration")}${since}${base}${format} · ${subject.engine} ${subject.version} (${server})`;
}

/** The statement that a finding is about, as it ran; null: none ran there. */
export function traceOf(review: ReviewView, finding: Finding): StatementTrace | null {
  if (review.kind !== "executed" || aboutTheWhole.test(finding.rule)) return null;
  const own = review.statements.filter((trace) => trace.file === finding.file);
  return own.findLast(({ line, text }) => line <= finding.line && finding.line < line + text.split("\n").length) ?? null;
}

/** Checks whose findings stand at the first line of a file because they speak of all of it. */
const aboutTheWhole =
  /^(?:base-|schema-|rows-|values-|rule-not-kept|down-|up-again-|failure-without-precheck|contract-without-gate|edited-|removed-|renamed-|id-)/;

/** What a statement did to others, measured: locks that stop somebody, rewrites, rows. Empty: nothing that anybody would notice. */
export function describeTrace(trace: StatementTrace): string {
  const stopping = trace.blocks.filter(
    ({ blocks, object }) => (blocks === "writes" || blocks === "reads-and-writes") && !trace.created.includes(object),
  );
  const locks = [...new Set(stopping.map(({ object, vendorMode }) => `${vendorMode} on ${object}${heldFor(trace, object, vendorMode)}`))];
  const parts = [
    ...locks.slice(0, 3),
    ...(trace.rewrites.length > 0 ? [`writes ${trace.rewrites.slice(0, 3).join(", ")} anew`] : []),
    ...(trace.scans.length > 0 ? [`reads all of ${trace.scans.slice(0, 3).join(", ")}`] : []),
    ...(trace.rowsWritten > 0 ? [`${count(trace.rowsWritten, "row")} written`] : []),
  ];
  return parts.join("; ");
}

function heldFor(trace: StatementTrace, object: string, mode: string): string {
  const held = trace.locks?.find((lock) => lock.object === object && lock.vendorMode === mode);
  return held === undefined ? "" : `, held ${printDuration(held.heldMs)} here`;
}

export function describeTraces(traces: readonly StatementTrace[]): string {
  const blocking = traces.filter((trace) =>
    trace.blocks.some(({ blocks, object }) => blocks !== "nothing" && blocks !== "ddl" && !trace.created.includes(object)),
  );
  const rewritten = [...new Set(traces.flatMap((trace) => trace.rewrites))];
  const longest = Math.max(0, ...blocking.map((trace) => Math.max(trace.durationMs, ...(trace.locks ?? []).map(({ heldMs }) => heldMs))));
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

/** Numbers of findings by level, the worst first. */
export function countFindings(findings: readonly Finding[]): string {
  const of = (level: Finding["level"]): number => findings.filter((finding) => finding.level === level).length;
  const notes = of("note");
  return [count(of("error"), "error"), count(of("warning"), "warning"), ...(notes === 0 ? [] : [count(notes, "note")])].join(", ");
}

/** Paths without the folder that they all share. */
export function shortPaths(files: readonly string[]): (file: string) => string {
  const folders = [...new Set(files.map((file) => file.slice(0, file.lastIndexOf("/") + 1)))];
  const [only = ""] = folders;
  return (file) => (folders.length === 1 && only !== "" && file.startsWith(only) ? file.slice(only.length) : file);
}

/** Per object how long the change locks it in all, where that takes several statements: `public.users 3 times, 12 ms`. */
export function sumLocks(traces: readonly StatementTrace[]): readonly string[] {
  const sums = new Map<string, { times: number; heldMs: number }>();
  for (const trace of traces) {
    const stopped = new Set(
      trace.blocks
        .filter(({ blocks, object }) => (blocks === "writes" || blocks === "reads-and-writes") && !trace.created.includes(object))
        .map(({ object }) => object),
    );
    for (const object of stopped) {
      const heldMs = Math.max(trace.durationMs, ...(trace.locks ?? []).filter((lock) => lock.object === object).map((lock) => lock.heldMs));
      const known = sums.get(object) ?? { times: 0, heldMs: 0 };
      sums.set(object, { times: known.times + 1, heldMs: known.heldMs + heldMs });
    }
  }
  return [...sums]
    .filter(([, { times }]) => times > 1)
    .map(([object, { times, heldMs }]) => `${object} ${times} times, ${printDuration(heldMs)}`);
}

/** Whether both releases work during the roll-out, as their own tests say; empty: nobody asked. */
export function describeRolling({ rolling }: ExecutedView): string {
  if (rolling === undefined) return "";
  const word = { compatible: "proven", breaks: "disproved", "not-proven": "not proven" }[rolling.kind];
  const spent = printDuration(rolling.runs.reduce((sum, { durationMs }) => sum + durationMs, 0));
  const { replay } = rolling;
  const left =
    replay === undefined || replay.leftOut === 0 ? "" : `, ${count(replay.leftOut, "statement")} left out that failed on the base too`;
  const replayed =
    replay === undefined || replay.statements === 0
      ? ""
      : `; ${count(replay.statements, "statement")} of ${count(replay.tests, "test")} replayed after ${count(replay.steps, "step")}${left}`;
  const notes = rolling.notes.length === 0 ? "" : ` ${rolling.notes.join(" ")}`;
  return `Rolling deployment ${word}: ${rolling.reason} (${count(rolling.runs.length, "run")} of the tests, ${spent}${replayed}).${notes}`;
}
