import type { Finding } from "../model/finding.ts";
import { fingerprintOf } from "../model/fingerprint.ts";
import { findingsOf, type ReviewView } from "./review-view.ts";

const githubLevels = { error: "error", warning: "warning", note: "notice" } as const;

/**
 * Findings as workflow commands, which GitHub shows at their lines.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderGithubAnnotations(review: ReviewView): string {
  return findingsOf(review)
    .map((finding) => {
      const place = {
        file: finding.file,
        line: finding.line,
        endLine: Math.max(finding.line, finding.endLine),
        col: Math.max(1, finding.column),
        title: finding.rule,
      };
      const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      return `::${githubLevels[finding.level]} ${properties.join(",")}::${escapeData(messageOf(finding))}\n`;
    })
    .join("");
}

function messageOf(finding: Finding): string {
  return `${finding.what} ${finding.why} Instead: ${finding.instead}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

const gitlabSeverities = { error: "critical", warning: "minor", note: "info" } as const;

/**
 * Findings as a GitLab code quality report. The fingerprint does not hold the line, so that a finding that moves stays the same.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function renderGitlabReport(review: ReviewView): string {
  const seen = new Map<string, number>();
  const issues = findingsOf(review).map((finding) => {
    const key = fingerprintOf([finding.rule, finding.file, finding.object ?? "", finding.what]);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return {
      description: messageOf(finding),
      check_name: finding.rule,
      fingerprint: nth === 0 ? key : fingerprintOf([key, String(nth)]),
      severity: gitlabSeverities[finding.level],
      location: { path: finding.file, lines: { begin: Math.max(1, finding.line), end: Math.max(1, finding.line, finding.endLine) } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
