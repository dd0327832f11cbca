import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Script } from "../model/migration.ts";
import { findNearest } from "../model/name.ts";
import type { Rule } from "./rule.ts";

/** `-- dblead-ignore no-drop-column: reason` above a statement or at the end of one of its lines. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly line: number;
  readonly covers: (findingLine: number, statementLine: number) => boolean;
  readonly isUsed: () => boolean;
  readonly markUsed: () => void;
}

export function readSuppressions(script: Script): readonly Suppression[] {
  const lines = script.text.split("\n");
  return lines.flatMap((text, index) => {
    const match = /--\s*dblead-ignore\s+([a-z0-9-]+)\s*(?::\s*(.*\S))?\s*$/.exec(text);
    if (match === null) return [];
    const line = script.line + index;
    const standsAlone = text.trimStart().startsWith("--");
    const next = lines.findIndex((other, at) => at > index && other.trim() !== "" && !other.trimStart().startsWith("--"));
    const covered = standsAlone && next >= 0 ? script.line + next : line;
    let used = false;
    return [
      {
        rule: match[1] ?? "",
        reason: match[2] ?? "",
        line,
        covers: (findingLine, statementLine) => findingLine === covered || statementLine === covered,
        isUsed: () => used,
        markUsed: () => {
          used = true;
        },
      } satisfies Suppression,
    ];
  });
}

/** A suppression without a reason, of an unknown rule, or that hides nothing, is itself a finding. */
export function reportSuppressions(script: Script, suppressions: readonly Suppression[], rules: readonly Rule[]): readonly Finding[] {
  const known = rules.map((rule) => rule.id);
  return suppressions.flatMap((suppression) => {
    const { rule, reason, line } = suppression;
    const nearest = findNearest(rule, known);
    if (!known.includes(rule))
      return [
        report(
          script,
          line,
          "no-unknown-suppression",
          `${rule} is no rule.`,
          nearest === undefined ? "Remove the comment." : `Did you mean ${nearest}?`,
        ),
      ];
    if (reason === "")
      return [
        report(
          script,
          line,
          "require-suppression-reason",
          `${rule} is ignored without a reason.`,
          `Write -- dblead-ignore ${rule}: why it is safe here`,
        ),
      ];
    if (!suppression.isUsed()) return [report(script, line, "no-unused-suppression", `${rule} finds nothing here.`, "Remove the comment.")];
    return [];
  });
}

function report(script: Script, line: number, rule: string, what: string, instead: string): Finding {
  const why = "A suppression is a decision that the next reader must be able to follow.";
  return {
    rule,
    level: "warning",
    file: script.file,
    line,
    column: 1,
    endLine: line,
    endColumn: 1,
    what,
    why,
    instead,
    object: null,
    evidence: parsedEvidence,
  };
}
