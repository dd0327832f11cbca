import type { Decision } from "../engines/engine.ts";
import type { Intent } from "../model/intent.ts";
import { parseName, printName } from "../model/name.ts";
import type { AccessPattern } from "../model/requirement.ts";
import { fingerprintSchema, locateObject, type Schema } from "../model/schema.ts";
import type { Criterion } from "../model/task.ts";
import type { Analysis } from "./analysis.ts";
import { count } from "../model/wording.ts";
import { child, namesOf, sibling } from "./intent-names.ts";

/** An intent in a few plain words: a task's title. */
export function titleOf(intent: Intent): string {
  switch (intent.kind) {
    case "add-field":
      return `Add ${intent.body.field}`;
    case "rename-field":
      return `Rename ${intent.body.field} to ${intent.body.to}`;
    case "change-field":
      return `Change ${intent.body.field}${intent.body.type === undefined ? "" : ` to ${intent.body.type}`}`;
    case "drop-field":
      return `Drop ${intent.body.field}`;
    case "split-field":
      return `Split ${intent.body.field} into ${intent.body.into.join(" and ")}`;
    case "merge-fields":
      return `Merge ${intent.body.fields.join(" and ")} of ${intent.body.object} into ${intent.body.into}`;
    case "move-field":
      return `Move ${intent.body.field} to ${intent.body.to}`;
    case "add-object":
      return `Add ${intent.body.object}`;
    case "drop-object":
      return `Drop ${intent.body.object}`;
    case "rename-object":
      return `Rename ${intent.body.object} to ${intent.body.to}`;
    case "add-reference":
      return `Let ${intent.body.field} refer to ${intent.body.references}`;
    case "add-index":
      return `Index ${intent.body.object} by ${intent.body.fields.join(", ")}`;
    case "add-rule":
      return `Add a rule to ${intent.body.object}`;
    case "seed-data":
      return `Put ${count(intent.body.rows.length, "row")} into ${intent.body.object}`;
    case "adopt-schema":
      return `Adopt the schema of ${intent.body.file}`;
    case "query":
    case "tune":
    case "secure":
    case "other":
      return intent.body.text.length > 70 ? `${intent.body.text.slice(0, 69)}…` : intent.body.text;
  }
}

/** `add-field` on `public.customers.tier` → `add_field_customers_tier`. */
export function slugOf(intents: readonly Intent[]): string {
  const [first] = intents;
  if (first === undefined) return "change";
  const named = namesOf(first).find(
    (use) => (use.key === "field" || use.key === "object" || use.key === "fields") && (first.kind !== "add-field" || use.kind === "field"),
  );
  const parts = named === undefined ? [titleOf(first)] : parseName(named.name).slice(-2);
  const text = [first.kind, ...parts]
    .join("_")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/g, "");
  return text.slice(0, 60).replace(/_+$/, "");
}

/** What must hold when the task is done. `to` null: only what every change must keep. */
export function criteriaOf(intents: readonly Intent[], to: Schema | null, patterns: readonly AccessPattern[]): readonly Criterion[] {
  const wished = intents.flatMap((intent) => criteriaOfIntent(intent));
  const used = patterns.filter((pattern) =>
    intents.some((intent) => "access-pattern" in intent.body && intent.body["access-pattern"] === pattern.id),
  );
  const queries = used.flatMap((pattern): readonly Criterion[] =>
    pattern.query === undefined
      ? []
      : [{ text: `Access pattern ${pattern.id} runs: ${pattern.text}`, check: { kind: "query-runs", query: pattern.query } }],
  );
  const whole: readonly Criterion[] =
    to === null
      ? []
      : [
          {
            text: `The schema equals the designed one (fingerprint ${fingerprintSchema(to).slice(0, 12)})`,
            check: { kind: "schema-equals", fingerprint: fingerprintSchema(to) },
          },
        ];
  return [
    ...wished,
    ...queries,
    ...whole,
    { text: "No row is lost; values that should not change are equal by checksum", check: { kind: "rows-kept" } },
    { text: "The way back restores the schema before, and the change can be made again", check: { kind: "way-back" } },
  ];
}

function criteriaOfIntent(intent: Intent): readonly Criterion[] {
  switch (intent.kind) {
    case "add-field":
      return [
        {
          text: `${intent.body.field} exists${intent.body.required === true ? " and is required" : ""}`,
          check: {
            kind: "field-exists",
            field: intent.body.field,
            ...(intent.body.required === undefined ? {} : { required: intent.body.required }),
          },
        },
      ];
    case "rename-field":
      return [present(sibling(intent.body.field, intent.body.to)), absent(intent.body.field)];
    case "change-field":
      return [
        {
          text: `${intent.body.field} exists`,
          check: {
            kind: "field-exists",
            field: intent.body.field,
            ...(intent.body.required === undefined ? {} : { required: intent.body.required }),
          },
        },
      ];
    case "drop-field":
      return [absent(intent.body.field)];
    case "split-field":
      return [...intent.body.into.map((name) => present(sibling(intent.body.field, name))), absent(intent.body.field)];
    case "merge-fields":
      return [
        present(child(intent.body.object, intent.body.into)),
        ...intent.body.fields.map((name) => absent(child(intent.body.object, name))),
      ];
    case "move-field":
      return [present(intent.body.to), absent(intent.body.field)];
    case "add-object":
      return [{ text: `${intent.body.object} exists`, check: { kind: "object-exists", object: intent.body.object } }];
    case "drop-object":
      return [{ text: `${intent.body.object} is gone`, check: { kind: "object-absent", object: intent.body.object } }];
    case "rename-object":
      return [
        {
          text: `${sibling(intent.body.object, intent.body.to)} exists`,
          check: { kind: "object-exists", object: sibling(intent.body.object, intent.body.to) },
        },
        { text: `${intent.body.object} is gone`, check: { kind: "object-absent", object: intent.body.object } },
      ];
    default:
      return [];
  }
}

function present(field: string): Criterion {
  return { text: `${field} exists`, check: { kind: "field-exists", field } };
}
function absent(field: string): Criterion {
  return { text: `${field} is gone`, check: { kind: "field-absent", field } };
}

/** What a worker should know: what uses the touched names, sizes, answers, reasons. */
export function contextOf(
  intents: readonly Intent[],
  analysis: Analysis,
  answers: readonly { readonly question: string; readonly choose: string; readonly by: string }[],
  decisions: readonly Decision[],
): readonly string[] {
  const names = [
    ...new Set(
      intents
        .flatMap(namesOf)
        .filter((use) => use.expects === "present")
        .map((use) => use.name),
    ),
  ];
  const ids = intents.map((intent) => intent.id);
  const lines = names.flatMap((name) => {
    const users = analysis.mentions.filter((mention) => mention.name === name).map((mention) => `${mention.file}:${mention.line}`);
    const dependents = analysis.dependents[name] ?? [];
    return users.length + dependents.length === 0 ? [] : [`${name} is used by ${[...users, ...dependents].join(", ")}`];
  });
  const objects = [...new Set(names.flatMap((name) => [name, printName(parseName(name).slice(0, -1))]))].flatMap((name) =>
    locateObject(analysis.schema, name).map((one) => one.outline.label),
  );
  const sizes = [...new Set(objects)].flatMap((label) => {
    const rows = analysis.sizes[label]?.rowsEstimated;
    return rows === undefined ? [] : [`${label} has about ${rows} rows on the target`];
  });
  const answered = answers
    .filter(
      (answer) =>
        names.includes(answer.question.split("/")[2] ?? "") ||
        intents.some((intent) => Object.values(intent.body).includes(answer.question.split("/")[2] ?? "")),
    )
    .map((answer) => `${answer.question}: ${answer.choose} (${answer.by})`);
  const reasons = decisions.filter((decision) => ids.includes(decision.intent)).map((decision) => `${decision.title}: ${decision.choice}`);
  return [
    `The base is ${analysis.origin === "migrations" ? `${count(analysis.base.length, "migration")} in ${analysis.migrationsFolder}` : analysis.origin}, read on ${analysis.server}`,
    ...lines,
    ...sizes,
    ...answered,
    ...reasons,
  ];
}
