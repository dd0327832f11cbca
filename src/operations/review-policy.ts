import { type Engine, type LintRequest } from "../engines/engine.ts";
import { type Patience, usualLimits } from "../engines/estimate.ts";
import { reviewChecks } from "../lead/review/checks.ts";
import { LeadError } from "../model/error.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Migration } from "../model/migration.ts";
import { findNearest } from "../model/name.ts";
import type { Configuration, TargetConfiguration } from "../project/configuration.ts";
import { rollingChecks } from "./review-rolling.ts";
import { sequenceChecks } from "./review-sequence.ts";

type Override = Configuration["review"]["overrides"][number];
/** What the project has decided about findings. */
export interface ReviewPolicy {
  readonly levels: LintRequest["levels"];
  readonly limits: Patience;
  readonly overrides: readonly Override[];
}
export const noPolicy: ReviewPolicy = { levels: {}, limits: usualLimits, overrides: [] };

/** What a review says of policy itself. The key is the `rule` of the finding. */
export const policyChecks = {
  "override-used": {
    level: "warning",
    what: "Is let pass by a recorded override.",
    why: "Somebody answerable took the risk; the next reader must see it.",
    instead: "Correct it afterwards, and take the override out of dblead.toml.",
  },
  "override-expired": {
    level: "warning",
    what: "An override of this migration is past its day.",
    why: "It was given for a while, and that is over.",
    instead: "Correct what it let pass, or have it given anew.",
  },
  "override-unused": {
    level: "warning",
    what: "An override of this migration lets nothing pass.",
    why: "It would let something pass later that nobody has looked at.",
    instead: "Take it out of dblead.toml.",
  },
} as const;

/** Names that stand in comments and are reported by the linter itself. */
const ofSuppressions = ["no-unknown-suppression", "require-suppression-reason", "no-expired-suppression", "no-unused-suppression"];

/**
 * Levels of the rules from `[policy]`, `[review]`, the target's environment and the target itself, the later ones before the earlier. Throws
 * `configuration-invalid` for a name that no rule and no check has, and for an override by a role that may not give one.
 */
export async function readPolicy(
  configuration: Configuration | null,
  target: TargetConfiguration | null,
  engine: Engine,
): Promise<ReviewPolicy> {
  if (configuration === null) return noPolicy;
  const { review, policy } = configuration;
  const known = [
    ...(await engine.rules()).map(({ id }) => id),
    ...Object.keys(reviewChecks),
    ...Object.keys(sequenceChecks),
    ...Object.keys(policyChecks),
    ...Object.keys(rollingChecks),
    ...ofSuppressions,
  ];
  const demand = (names: readonly string[], place: string): void => {
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return;
    const nearest = findNearest(unknown, known);
    throw new LeadError("configuration-invalid", `dblead.toml: ${place}: ${unknown} is no rule of ${engine.title} and no check.`, {
      hint: nearest === undefined ? "dblead explain <rule> tells what a rule means." : `Did you mean ${nearest}?`,
    });
  };
  const environment = target?.environment === undefined ? undefined : review.environments[target.environment];
  const layers = [
    ["[review] levels", review.levels],
    [`[review.environments.${target?.environment ?? ""}] levels`, environment?.levels ?? {}],
    [`[targets.${target?.name ?? ""}.review] levels`, target?.review?.levels ?? {}],
  ] as const;
  for (const [place, levels] of layers) demand(Object.keys(levels), place);
  for (const override of review.overrides) {
    demand(override.rules, `[[review.overrides]] of ${override.migration}`);
    if (!review["override-roles"].includes(override.role))
      throw new LeadError("configuration-invalid", `dblead.toml: ${override.role} may not override a finding (${override.migration}).`, {
        hint: `override-roles in [review]: ${review["override-roles"].join(", ")}.`,
      });
  }
  return {
    levels: Object.assign({}, policy.levels, ...layers.map(([, levels]) => levels)) as LintRequest["levels"],
    limits: {
      noteBelowMs: review["note-below-ms"] ?? usualLimits.noteBelowMs,
      errorAboveMs: review["error-above-ms"] ?? usualLimits.errorAboveMs,
    },
    overrides: review.overrides,
  };
}

/** Lowers what somebody answerable let pass to a note, and says so at the same place. `today` as `2026-11-24`. */
export function applyOverrides(
  findings: readonly Finding[],
  overrides: readonly Override[],
  migrations: readonly Migration[],
  today: string,
): readonly Finding[] {
  const own = overrides.flatMap((override) => {
    const migration = migrations.find(
      ({ id, up }) => override.migration === id || override.migration === up.file || up.file.endsWith(`/${override.migration}`),
    );
    return migration === undefined ? [] : [{ override, migration }];
  });
  const told: Finding[] = [];
  let current = findings;
  for (const { override, migration } of own) {
    const files = [migration.up.file, migration.down?.file];
    const isMeant = ({ file, rule, level }: Finding): boolean => level !== "note" && files.includes(file) && override.rules.includes(rule);
    const given = `${override.by} (${override.role}): ${override.reason}`;
    if (override.until !== undefined && today > override.until)
      told.push(tell("override-expired", migration, `It was given until ${override.until} by ${given}.`));
    else if (!current.some(isMeant)) told.push(tell("override-unused", migration, `It was given by ${given}.`));
    else {
      told.push(tell("override-used", migration, `${override.rules.join(", ")}, by ${given}.`));
      current = current.map((finding) => (isMeant(finding) ? { ...finding, level: "note" as const } : finding));
    }
  }
  return [...current, ...told];
}

function tell(check: keyof typeof policyChecks, { up }: Migration, detail: string): Finding {
  const { level, what, why, instead } = policyChecks[check];
  const place = { file: up.file, line: up.line, column: 1, endLine: up.line, endColumn: 1 };
  return { rule: check, level, ...place, what: `${what} ${detail}`, why, instead, object: null, evidence: parsedEvidence };
}
