import type { Finding } from "../model/finding.ts";
import { count } from "./layout.ts";
import { describeDown, describeRows, describeSubject, type ReviewView, sortFindings } from "./review-text.ts";

const marks = { error: "❌", warning: "⚠️", note: "ℹ️" } as const;

/** A review as a comment on a pull request: the verdict in the first line, the details folded. */
export function renderReviewMarkdown(review: ReviewView): string {
  const outcome = review.kind === "executed" ? review.verdict.outcome : review.outcome;
  const errors = review.findings.filter((finding) => finding.level === "error").length;
  const warnings = review.findings.filter((finding) => finding.level === "warning").length;
  const parts = [
    `**${outcome === "return" ? "Returned" : "Accepted"}**: ${count(errors, "error")}, ${count(warnings, "warning")}`,
    escapeText(describeSubject(review)),
    ...sortFindings(review.findings).map(renderFinding),
    review.kind === "executed" ? `The way back ${escapeText(describeDown(review.down))}; ${escapeText(describeRows(review.rows))}.` : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function renderFinding(finding: Finding): string {
  const head = `${marks[finding.level]} <code>${escapeText(`${finding.file}:${finding.line}`)}</code> ${escapeText(finding.what)}`;
  const body = [escapeText(finding.why), `**Instead:** ${escapeText(finding.instead)}`, `\`${finding.rule}\` · ${finding.evidence.level}`];
  return `<details><summary>${head}</summary>\n\n${body.join("\n\n")}\n\n</details>`;
}

/** Text from a repository must not become markup in a comment. */
function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/([\\`*_[\]|])/g, "\\$1");
}
