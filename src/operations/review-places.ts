import type { Finding } from "../model/finding.ts";
import { parseName } from "../model/name.ts";
import type { StatementTrace } from "../model/review.ts";

/** What names the loss in the text says less than what counts it in the rows. */
const sameLoss = /^no-drop-(?:column|table)$/;
const losses: readonly string[] = ["values-dropped", "rows-lost"];

/**
 * Puts losses at the statement that makes them, once each, and takes a statement of the running release that stops working as what it is: an error. With files
 * that were named nothing tells which release runs.
 */
export function placeFindings(
  findings: readonly Finding[],
  traces: readonly StatementTrace[],
  from: "branch" | "named",
): readonly Finding[] {
  const placed = findings.map((finding) => {
    if (finding.rule === "query-breaks" && from === "branch" && finding.level === "warning") return { ...finding, level: "error" as const };
    if (!losses.includes(finding.rule) || finding.object === null) return finding;
    const trace = findLoss(finding.object, traces);
    return trace === null ? finding : { ...finding, file: trace.file, line: trace.line, endLine: trace.line };
  });
  const counted = placed.filter(({ rule }) => losses.includes(rule));
  return placed.filter(
    (finding) => !sameLoss.test(finding.rule) || !counted.some((loss) => loss.file === finding.file && isWithin(loss, finding)),
  );
}

function isWithin(loss: Finding, finding: Finding): boolean {
  return loss.line <= finding.line && isNamed(finding.object ?? "", loss.object ?? "");
}

function isNamed(one: string, other: string): boolean {
  return one === other || other.endsWith(`.${one}`);
}

function findLoss(object: string, traces: readonly StatementTrace[]): StatementTrace | null {
  const name = parseName(object).at(-1) ?? object;
  const word = new RegExp(`\\bdrop\\b[\\s\\S]*?(?:^|[\\s".,(])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:$|[\\s".,;)])`, "i");
  const emptied = new RegExp(`\\b(?:truncate|delete)\\b[\\s\\S]*?\\b${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\b`, "i");
  return traces.find(({ text }) => word.test(text) || emptied.test(text)) ?? null;
}
