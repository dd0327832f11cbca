import type { Finding } from "../model/finding.ts";
import type { ReviewView } from "./review-text.ts";

const levels = { error: "error", warning: "warning", note: "note" } as const;

/** A review as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one run, rules by id, evidence in the properties. */
export function renderReviewSarif(review: ReviewView, release: string): string {
  const ids = [...new Set(review.findings.map((finding) => finding.rule))].sort();
  const driver = {
    name: "database-lead",
    version: release,
    semanticVersion: release,
    rules: ids.map((id) => describeRule(id, review.findings)),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: review.findings.map((finding) => toResult(finding, ids)) }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule(id: string, findings: readonly Finding[]): unknown {
  const first = findings.find((finding) => finding.rule === id);
  return {
    id,
    shortDescription: { text: first?.what ?? id },
    fullDescription: { text: first?.why ?? id },
    help: { text: `${first?.instead ?? ""}\n\ndblead explain ${id}`.trim() },
    defaultConfiguration: { level: levels[first?.level ?? "warning"] },
  };
}

function toResult(finding: Finding, ids: readonly string[]): unknown {
  const region = {
    startLine: Math.max(1, finding.line),
    startColumn: Math.max(1, finding.column),
    endLine: Math.max(finding.line, finding.endLine, 1),
    endColumn: Math.max(1, finding.endColumn),
  };
  const location = {
    physicalLocation: { artifactLocation: { uri: uriOf(finding.file) }, region },
    ...(finding.object === null ? {} : { logicalLocations: [{ fullyQualifiedName: finding.object }] }),
  };
  return {
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: levels[finding.level],
    message: { text: `${finding.what} ${finding.why} Instead: ${finding.instead}` },
    locations: [location],
    properties: { evidence: finding.evidence },
  };
}

/** Relative paths stay relative; only what a URI cannot hold is escaped. */
function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
