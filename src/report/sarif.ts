import type { Finding, Fix } from "../model/finding.ts";
import { fingerprintOf } from "../model/fingerprint.ts";
import { findingsOf, type ReviewView } from "./review-view.ts";

const levels = { error: "error", warning: "warning", note: "note" } as const;

/** A review as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one run, rules by id, evidence in the properties. */
export function renderReviewSarif(review: ReviewView, release: string): string {
  const findings = findingsOf(review);
  const ids = [...new Set(findings.map((finding) => finding.rule))].sort();
  const driver = {
    name: "database-lead",
    version: release,
    semanticVersion: release,
    rules: ids.map((id) => describeRule(id, findings)),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver },
        automationDetails: { id: "dblead/review" },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => toResult(finding, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule(id: string, findings: readonly Finding[]): unknown {
  const first = findings.find((finding) => finding.rule === id);
  const help = `${first?.instead ?? ""}\n\ndblead explain ${id}`.trim();
  return {
    id,
    name: id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: first?.what ?? id },
    fullDescription: { text: first?.why ?? id },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: levels[first?.level ?? "warning"] },
    properties: { tags: ["database", "migration"] },
  };
}

function toResult(finding: Finding, ids: readonly string[]): unknown {
  const endLine = Math.max(finding.line, finding.endLine, 1);
  const startColumn = Math.max(1, finding.column);
  const region = {
    startLine: Math.max(1, finding.line),
    startColumn,
    endLine,
    // The end is exclusive and may not lie before the start of the same line.
    endColumn: endLine === finding.line ? Math.max(startColumn, finding.endColumn) : Math.max(1, finding.endColumn),
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
    partialFingerprints: { "dblead/v1": fingerprintOf([finding.rule, finding.file, finding.object ?? "", finding.what]) },
    ...(finding.fix === undefined ? {} : { fixes: [toFix(finding.fix)] }),
    properties: { evidence: finding.evidence },
  };
}

function toFix(fix: Fix): unknown {
  const replacement = { deletedRegion: { charOffset: fix.start, charLength: fix.end - fix.start }, insertedContent: { text: fix.text } };
  return {
    description: { text: fix.summary },
    artifactChanges: [{ artifactLocation: { uri: uriOf(fix.file) }, replacements: [replacement] }],
  };
}

/** Relative paths stay relative; only what a URI cannot hold is escaped. */
function uriOf(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
