import type { Finding } from "../model/finding.ts";
import { parseName, printName } from "../model/name.ts";
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
  const said = placed.filter(
    (finding) => !sameLoss.test(finding.rule) || !counted.some((loss) => loss.file === finding.file && isWithin(loss, finding)),
  );
  const written = said.map((finding) => lowerWritten(finding, traces));
  // What the files say in so many words that they write or drop cannot come back by itself.
  const isSaid = written.some((finding, index) => finding !== said[index] || losses.includes(finding.rule));
  return isSaid
    ? written.map((finding) => (finding.rule === "down-loses-rows" ? { ...finding, level: "warning" as const } : finding))
    : written;
}

function isWithin(loss: Finding, finding: Finding): boolean {
  return loss.line <= finding.line && isNamed(finding.object ?? "", loss.object ?? "");
}

function isNamed(one: string, other: string): boolean {
  return one === other || other.endsWith(`.${one}`);
}

function findLoss(object: string, traces: readonly StatementTrace[]): StatementTrace | null {
  const name = parseName(object).at(-1) ?? object;
  const word = new RegExp(`\\bdrop\\b[\\s\\S]*?(?:^|[\\s".,(])${escape(name)}(?:$|[\\s".,;)])`, "i");
  const emptied = new RegExp(`\\b(?:truncate|delete)\\b[\\s\\S]*?\\b${escape(name)}\\b`, "i");
  const counted = traces.find((trace) => trace.dropped.includes(object) || wrote(trace, object, "deleted"));
  return counted ?? traces.find(({ text }) => word.test(text) || emptied.test(text)) ?? null;
}

/** By the server's own counters, whatever language the statement is written in. */
function wrote({ access }: StatementTrace, object: string, how: "inserted" | "updated" | "deleted"): boolean {
  return (access ?? []).some((one) => one.object === object && one[how] > 0);
}

/** Values that a statement of the files assigns by name are no silent change, and rows that one deletes by a condition are no silent loss. */
function lowerWritten(finding: Finding, traces: readonly StatementTrace[]): Finding {
  if (finding.level !== "error" || finding.object === null) return finding;
  const parts = parseName(finding.object);
  const statementOn = (verb: string, name: string): StatementTrace | undefined =>
    traces.find(({ text }) => new RegExp(`\\b${verb}\\b[\\s\\S]*\\b${escape(name)}\\b`, "i").test(text));
  const place = (trace: StatementTrace, level: Finding["level"]): Finding => ({
    ...finding,
    level,
    file: trace.file,
    line: trace.line,
    endLine: trace.line,
  });
  if (finding.rule === "values-changed") {
    const [table = "", field = ""] = parts.slice(-2);
    const update = traces.find(({ text }) =>
      new RegExp(`\\bupdate\\b[\\s\\S]*\\b${escape(table)}\\b[\\s\\S]*\\bset\\b[\\s\\S]*\\b${escape(field)}\\b`, "i").test(text),
    );
    const owner = printName(parts.slice(0, -1));
    const named = traces.find((trace) => wrote(trace, owner, "updated") && new RegExp(`\\b${escape(field)}\\b`).test(trace.text));
    // Where rows came every checksum differs: that says nothing about those that were there.
    const added = traces.find((trace) => wrote(trace, owner, "inserted"));
    const said = update ?? named ?? added;
    return said === undefined ? finding : place(said, "note");
  }
  if (finding.rule !== "rows-lost") return finding;
  const deletion = statementOn("delete\\s+from", parts.at(-1) ?? "");
  if (deletion !== undefined && /\bwhere\b/i.test(deletion.text)) return place(deletion, "warning");
  const counted = traces.find((trace) => wrote(trace, finding.object ?? "", "deleted"));
  const isBounded = counted !== undefined && /\bdelete(?:One|Many)\s*\(\s*\{\s*[^}\s]|"q"\s*:\s*\{\s*"/.test(counted.text);
  return isBounded ? place(counted, "warning") : finding;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
