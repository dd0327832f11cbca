import type { Evidence } from "../../model/evidence.ts";
import type { Finding, FindingLevel } from "../../model/finding.ts";
import { type ReviewCheckId, reviewChecks } from "./checks.ts";

export interface Place {
  readonly file: string;
  readonly line: number;
}
export interface Reported {
  readonly place: Place;
  readonly object: string | null;
  readonly detail: string;
  readonly level: FindingLevel;
  readonly evidence: Evidence;
}

/** A finding of an executed check: the check's own words, then what was seen in this case. */
export function reportCheck(check: ReviewCheckId, reported: Reported): Finding {
  const { what, why, instead } = reviewChecks[check];
  const { file, line } = reported.place;
  return {
    rule: check,
    level: reported.level,
    file,
    line,
    column: 1,
    endLine: line,
    endColumn: 1,
    what: reported.detail === "" ? what : `${what} ${reported.detail}`,
    why,
    instead,
    object: reported.object,
    evidence: reported.evidence,
  };
}
