import type { Evidence, Fact } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { StatementTrace } from "../model/review.ts";
import type { Rule } from "./rule.ts";

export interface Confirmed {
  /** What stands, with what was seen when the statement ran. */
  readonly findings: readonly Finding[];
  /** What the execution showed not to be so. */
  readonly disproved: readonly Finding[];
}

/**
 * Lays findings of the text beside what their statements did. A finding that says what did not happen is dropped; one whose statement ran without an error
 * carries that run as its evidence. A statement that did not run, or of which something was not observed, leaves its findings as they are.
 */
export function confirmFindings(findings: readonly Finding[], traces: readonly StatementTrace[], rules: readonly Rule[]): Confirmed {
  const kept: Finding[] = [];
  const disproved: Finding[] = [];
  for (const finding of findings) {
    const trace = findTrace(finding, traces);
    const rule = rules.find(({ id }) => id === finding.rule);
    const claim = rule?.disprovedBy;
    if (trace === null || trace.error !== undefined || trace.evidence.level !== "executed") kept.push(finding);
    else if (claim !== undefined && isDisproved(claim, trace)) disproved.push({ ...finding, evidence: trace.evidence });
    else kept.push(claim === undefined && rule?.work === undefined ? finding : { ...finding, evidence: seen(trace, finding) });
  }
  return { findings: kept, disproved };
}

function findTrace(finding: Finding, traces: readonly StatementTrace[]): StatementTrace | null {
  const holds = ({ file, line, text }: StatementTrace): boolean =>
    file === finding.file && line <= finding.line && finding.line < line + text.split("\n").length;
  // Several statements may share a line: then nothing tells which one is meant.
  const found = traces.filter(holds);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isDisproved(claim: NonNullable<Rule["disprovedBy"]>, trace: StatementTrace): boolean {
  if ((trace.unobserved ?? []).length > 0) return false;
  switch (claim) {
    case "no-rewrite":
      return trace.rewrites.length === 0;
    case "no-scan":
      return trace.scans.length === 0 && trace.rewrites.length === 0;
    case "no-lock":
      return trace.blocks.every(({ blocks }) => blocks === "nothing" || blocks === "ddl");
  }
}

function seen(trace: StatementTrace, finding: Finding): Evidence {
  const lock = trace.blocks.find(
    ({ object, blocks }) => (blocks === "writes" || blocks === "reads-and-writes") && isSame(object, finding.object),
  );
  const held = trace.locks?.find(({ object, vendorMode }) => object === lock?.object && vendorMode === lock.vendorMode);
  const facts: readonly Fact[] = [
    ...(lock === undefined ? [] : [{ name: "lock", value: `${lock.vendorMode} on ${lock.object}` }]),
    ...(held === undefined ? [] : [{ name: "held", value: Math.round(held.heldMs * 10) / 10, unit: "ms" }]),
    ...(trace.rewrites.length === 0 ? [] : [{ name: "rewrites", value: trace.rewrites.join(", ") }]),
    ...(trace.scans.length === 0 ? [] : [{ name: "reads all of", value: trace.scans.join(", ") }]),
    // What it would mean at the size of the target is no less true now.
    ...finding.evidence.facts,
  ];
  return { ...trace.evidence, facts };
}

function isSame(object: string, named: string | null): boolean {
  return (
    named === null ||
    object === named ||
    object.endsWith(`.${named}`) ||
    named.startsWith(`${object}.`) ||
    `public.${named}`.startsWith(`${object}.`)
  );
}

const ranks = { note: 0, warning: 1, error: 2 } as const;

/** One statement, one hazard: what a rule says of a statement says more than that it blocked while it worked. The stronger level stays. */
export function mergeRepeated(findings: readonly Finding[], general: string): readonly Finding[] {
  const generals = findings.filter(({ rule }) => rule === general);
  // A DO block is one statement; what stands inside it has a line of its own.
  const speaksOf = (finding: Finding, other: Finding): boolean =>
    finding.rule !== general &&
    finding.file === other.file &&
    finding.line >= other.line &&
    finding.evidence.facts.some(({ name, value }) => name === "lock" && String(value).endsWith(` on ${other.object ?? ""}`));
  const merged = findings.map((finding) => {
    const other = generals.find((candidate) => speaksOf(finding, candidate));
    return other !== undefined && ranks[other.level] > ranks[finding.level] && finding.level !== "note"
      ? { ...finding, level: other.level }
      : finding;
  });
  return merged.filter(
    (finding) => finding.rule !== general || !merged.some((other) => other.level !== "note" && speaksOf(other, finding)),
  );
}
