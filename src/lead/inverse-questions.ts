import type { DataRule, Engine } from "../engines/engine.ts";
import { parseName, printName } from "../model/name.ts";
import type { Check, Plan } from "../model/plan.ts";
import type { Question } from "../model/question.ts";
import type { Schema } from "../model/schema.ts";
import type { Analysis } from "./analysis.ts";
import { ask } from "./clarify.ts";
import type { LeadContext } from "./context.ts";
import { subjectOf } from "./effective-intents.ts";
import { openSeeded } from "./target-design.ts";

/** Rows that are made per object where the target has no seed. */
const syntheticRows = 200;

/**
 * Asks about declared rules whose way back does not give every value back, tried on the seed, or on rows made for the schema, before anything is
 * delegated: no worker could mend them.
 */
export async function askInverses(
  context: LeadContext,
  engine: Engine,
  analysis: Analysis,
  planned: { readonly plan: Plan; readonly rules: readonly DataRule[]; readonly desired: Schema },
): Promise<readonly Question[]> {
  const checks = planned.plan.prechecks.flatMap((check) => {
    const rule = planned.rules.find((one) => isAbout(check, one));
    return rule === undefined ? [] : [{ check, rule }];
  });
  if (checks.length === 0) return [];
  const isSeeded = analysis.seed.length > 0;
  await using shadow = await openSeeded(context, engine, analysis);
  if (!isSeeded)
    await engine.rows.synthesize(shadow.connection, {
      schema: analysis.schema,
      rows: syntheticRows,
      desired: planned.desired,
      fit: "desired",
    });
  const questions: Question[] = [];
  for (const { check, rule } of checks) {
    const outcome = await shadow.connection.check(check);
    const rows = outcome.kind === "failed" ? `${outcome.count} of the rows ${isSeeded ? "of the seed" : "made for a trial"}` : null;
    if (rows !== null) questions.push(...askInverse(analysis, rule, rows));
  }
  return questions;
}

function isAbout(check: Check, rule: DataRule): boolean {
  const fields = new Set(rule.from.map((name) => printName([...parseName(rule.object), name])));
  return check.inverseOf !== undefined && check.inverseOf.length > 0 && check.inverseOf.every((field) => fields.has(field));
}

function askInverse(analysis: Analysis, rule: DataRule, rows: string): readonly Question[] {
  const intent = analysis.intents.find((one) => one.id === rule.intent);
  const subject = intent === undefined ? null : subjectOf(intent);
  if (subject === null) return [];
  const fields = rule.from.join(", ");
  return [
    ask("rule-not-inverse", analysis, subject, {
      to: "backend-lead",
      text: `By the rules of ${rule.intent} (${rule.from.join(", ")} → ${rule.to.join(", ")}), ${rows} do not get ${fields} back as it was, or leave a required new field empty. Correct \`forward\`, \`backward\` or \`optional\` in the requirement and run again, or keep ${fields}. Think of values that are empty, short, or lack what the rule looks for.`,
      options: [{ value: "keep", consequence: `${rule.intent} is taken out; ${fields} stays as it is` }],
      facts: [rule.forward, rule.backward],
      intents: [rule.intent],
    }),
  ];
}
