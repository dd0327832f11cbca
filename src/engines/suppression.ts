import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Script } from "../model/migration.ts";
import { findNearest } from "../model/name.ts";
import type { Rule } from "./rule.ts";

/** `-- dblead-ignore no-drop-column until 2027-01-31 by alice: reason` above a statement or at the end of one of its lines (`//` where comments begin so); day and name may be left out. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  /** Last day on which it holds (`2027-01-31`); null: as long as it stands there. */
  readonly until: string | null;
  readonly owner: string | null;
  readonly line: number;
  readonly covers: (findingLine: number, statementLine: number) => boolean;
  readonly isUsed: () => boolean;
  readonly markUsed: () => void;
}

const comment = /(?:--|\/\/)\s*dblead-ignore\s+([a-z0-9-]+)(?:\s+until\s+(\S+?))?(?:\s+by\s+(\S+?))?\s*(?::\s*(.*\S))?\s*$/;

export function readSuppressions(script: Script): readonly Suppression[] {
  const lines = script.text.split("\n");
  return lines.flatMap((text, index) => {
    const match = comment.exec(text);
    if (match === null) return [];
    const line = script.line + index;
    const standsAlone = isComment(text);
    const next = lines.findIndex((other, at) => at > index && other.trim() !== "" && !isComment(other));
    const covered = standsAlone && next >= 0 ? script.line + next : line;
    let used = false;
    return [
      {
        rule: match[1] ?? "",
        until: match[2] ?? null,
        owner: match[3] ?? null,
        reason: match[4] ?? "",
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

function isComment(line: string): boolean {
  return /^\s*(?:--|\/\/)/.test(line);
}

/** Whether it hides anything on that day (`2026-11-24`). */
export function isInForce(suppression: Suppression, today: string): boolean {
  return suppression.reason !== "" && (suppression.until === null || (isDay(suppression.until) && today <= suppression.until));
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** A suppression without a reason, of an unknown rule, past its day, or that hides nothing, is itself a finding. */
export function reportSuppressions(
  script: Script,
  suppressions: readonly Suppression[],
  rules: readonly Rule[],
  today: string,
): readonly Finding[] {
  const known = rules.map((rule) => rule.id);
  return suppressions.flatMap((suppression) => {
    const { rule, reason, line, until } = suppression;
    const tell = (id: string, what: string, instead: string): readonly Finding[] => [report(script, line, id, what, instead)];
    const nearest = findNearest(rule, known);
    if (!known.includes(rule))
      return tell(
        "no-unknown-suppression",
        `${rule} is no rule.`,
        nearest === undefined ? "Remove the comment." : `Did you mean ${nearest}?`,
      );
    if (reason === "")
      return tell(
        "require-suppression-reason",
        `${rule} is ignored without a reason.`,
        `Write -- dblead-ignore ${rule}: why it is safe here`,
      );
    if (until !== null && !isDay(until)) return tell("no-expired-suppression", `${until} is no day.`, "Write a day as 2027-01-31.");
    if (until !== null && today > until) {
      const owner = suppression.owner === null ? "" : ` ${suppression.owner} is to decide.`;
      return tell("no-expired-suppression", `${rule} was ignored until ${until} only.`, `Correct what it hides, or decide anew.${owner}`);
    }
    if (!suppression.isUsed()) return tell("no-unused-suppression", `${rule} finds nothing here.`, "Remove the comment.");
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
