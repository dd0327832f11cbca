import type { Finding } from "../../model/finding.ts";
import { type Aspect, type AspectVerdict, aspects, type Verdict } from "../../model/review.ts";
import { type ReviewCheckId, reviewChecks } from "./checks.ts";

/** Five verdicts from the findings: an aspect returns the hand-in when a finding of level error belongs to it. */
export function reachVerdict(findings: readonly Finding[]): Verdict {
  const byAspect = Object.fromEntries(
    aspects.map((aspect) => [aspect, judge(findings.filter((finding) => aspectOf(finding) === aspect))]),
  ) as Record<Aspect, AspectVerdict>;
  const isReturned = aspects.some((aspect) => byAspect[aspect].outcome === "return");
  return { outcome: isReturned ? "return" : "accept", ...byAspect };
}

function judge(findings: readonly Finding[]): AspectVerdict {
  const errors = findings.filter((finding) => finding.level === "error");
  return {
    outcome: errors.length > 0 ? "return" : "accept",
    reasons: [...new Set(errors.map((finding) => `${finding.rule}: ${finding.what}`))],
  };
}

/** Rules of an engine are standards, but for those that speak of access. */
function aspectOf(finding: Finding): Aspect {
  if (Object.hasOwn(reviewChecks, finding.rule)) return reviewChecks[finding.rule as ReviewCheckId].aspect;
  return /secur|grant|public|definer|secret|injection|superuser|polic/.test(finding.rule) ? "security" : "standards";
}
