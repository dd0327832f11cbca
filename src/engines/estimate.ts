import type { Fact } from "../model/evidence.ts";
import type { Finding, FindingLevel } from "../model/finding.ts";
import type { Sizes } from "../model/schema.ts";
import { parseName, printName } from "../model/name.ts";

/** What a statement has to do with every row. */
export type Work = "rewrite" | "scan" | "build";

/** Where policy draws its lines, in milliseconds that others wait. */
export interface Patience {
  /** Shorter than this nobody notices: a note. */
  readonly noteBelowMs: number;
  readonly errorAboveMs: number;
}
export const usualLimits: Patience = { noteBelowMs: 200, errorAboveMs: 30_000 };

export type Range = readonly [slow: number, fast: number];
/** MB of a table a second. */
export type Rates = Readonly<Record<Work, Range>>;

/** What ordinary servers do, slow network disks to local ones: assumed where nothing was measured. */
const assumedRates: Rates = {
  rewrite: [40, 160],
  scan: [150, 900],
  build: [15, 60],
};
/** What was measured was in memory; a table of production has to come from a disk, and others work beside it. */
const slowerThere = 4;
const fraction = "quarter";
/** Where only the rows are known. */
const assumedRowBytes = 120;
const megabyte = 1_000_000;

export interface Estimate {
  readonly fromMs: number;
  readonly toMs: number;
  readonly object: string;
  readonly sizeBytes: number;
  /** In words: rates times size, and which of them is assumed. */
  readonly basis: string;
}

/** How long the work takes on the object as large as the target's; null: its size is not known. `measured`: how fast it went on this shadow. */
export function estimateWork(work: Work, object: string, sizes: Sizes, measured: Rates | null = null): Estimate | null {
  const found = findSize(object, sizes);
  if (found === null) return null;
  const { rowsEstimated, sizeBytes } = found.size;
  const bytes = sizeBytes ?? (rowsEstimated === undefined ? undefined : rowsEstimated * assumedRowBytes);
  if (bytes === undefined) return null;
  const [slow, fast] = measured === null ? assumedRates[work] : [measured[work][0] / slowerThere, measured[work][1]];
  const measure = sizeBytes === undefined ? `${rowsEstimated ?? 0} rows of ${assumedRowBytes} bytes, assumed` : printBytes(sizeBytes);
  return {
    fromMs: (bytes / megabyte / fast) * 1000,
    toMs: (bytes / megabyte / slow) * 1000,
    object: found.label,
    sizeBytes: bytes,
    basis: `${measure} at ${printRate(slow)}–${printRate(fast)} MB/s, ${measured === null ? "assumed" : `measured on this shadow in memory, to a ${fraction} of that`}`,
  };
}

/** The size of an object, or of the one that holds the field; the schema `public` may be left out on either side. */
function findSize(object: string, sizes: Sizes): { readonly label: string; readonly size: Sizes[string] } | null {
  const parts = parseName(object);
  for (let length = parts.length; length > 0; length -= 1) {
    const names = [parts.slice(0, length), ["public", ...parts.slice(0, length)], parts[0] === "public" ? parts.slice(1, length) : []];
    for (const name of names.filter((candidate) => candidate.length > 0)) {
      const label = printName(name);
      const size = sizes[label];
      if (size !== undefined) return { label, size };
    }
  }
  return null;
}

const verbs: Readonly<Record<Work, string>> = { rewrite: "rewrites", scan: "reads all of", build: "builds an index over" };

/** A finding with what it means at the size of the target; an object that is known to be empty raises none. */
export function weighFinding(finding: Finding, work: Work, sizes: Sizes, limits: Patience, measured: Rates | null = null): Finding | null {
  const estimate = finding.object === null ? null : estimateWork(work, finding.object, sizes, measured);
  if (estimate === null) return finding;
  if (estimate.sizeBytes === 0) return null;
  const facts: readonly Fact[] = [
    { name: "estimate", value: `${printSpan(estimate.fromMs)}–${printSpan(estimate.toMs)}` },
    { name: "basis", value: estimate.basis },
  ];
  const what = `${finding.what.replace(/\.$/, "")}: ${verbs[work]} ${printBytes(estimate.sizeBytes)}, ${printSpan(estimate.fromMs)}–${printSpan(estimate.toMs)}.`;
  return {
    ...finding,
    what,
    level: levelOf(finding.level, estimate, limits),
    evidence: { ...finding.evidence, facts: [...finding.evidence.facts, ...facts] },
  };
}

function levelOf(level: FindingLevel, { toMs }: Estimate, limits: Patience): FindingLevel {
  if (toMs < limits.noteBelowMs) return "note";
  return toMs > limits.errorAboveMs ? "error" : level;
}

function printBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit] ?? ""}`;
}

/** Two digits say all that such a number means. */
function printRate(rate: number): string {
  return rate >= 1 ? String(Number(rate.toPrecision(2))) : rate.toFixed(2);
}

function printSpan(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  if (milliseconds < 120_000) return `${Math.round(milliseconds / 1000)} s`;
  return milliseconds < 7_200_000 ? `${Math.round(milliseconds / 60_000)} min` : `${Math.round(milliseconds / 3_600_000)} h`;
}
