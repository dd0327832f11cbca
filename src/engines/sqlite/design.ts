import { LeadError } from "../../model/error.ts";
import type { Intent } from "../../model/intent.ts";
import type { Design, DesignRequest } from "../engine.ts";
import { addField, changeField, dropField, mergeFields, renameField, splitField } from "./design/fields.ts";
import { addIndexOn, addObject, addReferenceTo, addRule, dropObject, renameObject } from "./design/objects.ts";
import { seedData } from "./design/seed.ts";
import { DesignState } from "./design/state.ts";
import { simulate } from "./memory.ts";
import { planChange } from "./plan.ts";
import { renderScript } from "./render.ts";

/** Works intents into the schema one after the other; the statements are the direct plan between both. Throws `requirement-invalid`, `intent-unsupported`. */
export function designChange(request: DesignRequest): Design {
  const adopted = request.intents.find((intent) => intent.kind === "adopt-schema");
  if (adopted !== undefined && adopted.kind === "adopt-schema") return adopt(request, adopted.id, adopted.body.file);
  const state = new DesignState(request);
  for (const intent of request.intents) applyIntent(state, intent);
  const desired = normalized(state);
  const plan = planChange({
    from: request.schema,
    to: desired,
    version: request.version,
    variant: null,
    strategy: "direct",
    renames: state.renames,
    rules: state.rules,
    allow: [],
    format: null,
    sizes: request.sizes,
    origins: state.origins,
    label: "design",
  });
  const statements = plan.steps.flatMap((step) => (step.action.kind === "statements" ? step.action.statements : []));
  return {
    statements: renderScript(statements),
    startsFrom: "base",
    renames: state.renames,
    rules: state.rules,
    decisions: state.decisions,
    remarks: [...new Set(state.remarks)],
    origins: state.origins,
  };
}

/** Spelled as SQLite hands it back. */
function normalized(state: DesignState): ReturnType<typeof simulate> {
  try {
    return simulate(state.schema, []);
  } catch (cause) {
    const words = state.request.intents.map((intent) => `${intent.id} (${intent.kind})`).join(", ");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LeadError("requirement-invalid", `${words} cannot be carried out: ${reason}`, {
      cause,
      hint: "Correct the names, types or expressions of the intent.",
    });
  }
}

function adopt(request: DesignRequest, intent: string, file: string): Design {
  const text = request.files[file];
  if (text === undefined) throw new LeadError("requirement-invalid", `${intent}: the file ${file} was not found`);
  if (request.intents.length > 1)
    throw new LeadError(
      "requirement-invalid",
      `${intent}: adopt-schema says all that the schema is to be; other intents belong into the file or into a requirement of their own`,
    );
  const origins = Object.fromEntries(request.schema.objects.map((object) => [object.id, intent]));
  return { statements: text, startsFrom: "nothing", renames: {}, rules: [], decisions: [], remarks: [], origins };
}

function applyIntent(state: DesignState, intent: Intent): void {
  switch (intent.kind) {
    case "add-field":
      return addField(state, intent, intent.body);
    case "rename-field":
      return renameField(state, intent, intent.body);
    case "change-field":
      return changeField(state, intent, intent.body);
    case "drop-field":
      return dropField(state, intent, intent.body);
    case "split-field":
      return splitField(state, intent, intent.body);
    case "merge-fields":
      return mergeFields(state, intent, intent.body);
    case "add-object":
      return addObject(state, intent, intent.body);
    case "drop-object":
      return dropObject(state, intent, intent.body);
    case "rename-object":
      return renameObject(state, intent, intent.body);
    case "add-reference":
      return addReferenceTo(state, intent, intent.body.field, intent.body.references, intent.body["on-delete"]);
    case "add-index":
      return addIndex(state, intent);
    case "add-rule":
      return addRule(state, intent, intent.body);
    case "tune":
      return addTuned(state, intent);
    case "query":
      return;
    case "seed-data":
      return seedData(state, intent, intent.body);
    default:
      throw new LeadError("intent-unsupported", `${intent.id}: SQLite does not plan ${intent.kind}`);
  }
}

/** Indexes that were tried and kept for a query; the reasons stand with the trial. */
function addTuned(state: DesignState, intent: Intent): void {
  for (const index of state.request.tuned?.[intent.id] ?? [])
    addIndexOn(state, intent, { object: index.object, fields: index.keys, unique: "plain", where: index.where ?? undefined });
}

function addIndex(state: DesignState, intent: Extract<Intent, { readonly kind: "add-index" }>): void {
  const { body } = intent;
  addIndexOn(state, intent, {
    object: body.object,
    fields: body.fields,
    unique: body.unique === true ? "unique" : "plain",
    name: body.name,
    where: body.where,
  });
  const pattern = state.request.accessPatterns.find((candidate) => candidate.id === body["access-pattern"]);
  const rate = pattern?.["rate-per-second"];
  state.decide(intent, {
    slug: `index-${body.object}-${body.fields.join("-")}`.replaceAll(/[^\w-]+/g, "-"),
    title: `An index of ${body.object} by ${body.fields.join(", ")}`,
    context:
      pattern === undefined
        ? "No access pattern is named for it."
        : `${pattern.text}${rate === undefined ? "" : `, ${rate} times a second`}.`,
    choice: `A B-tree over ${body.fields.join(", ")}${body.where === undefined ? "" : ` where ${body.where}`}, in the order in which equality comes before range.`,
    because: ["SQLite reads the rows that fit instead of the whole table, and every index costs each write a second one."],
    rejected: [{ alternative: "no index", reason: "The whole table would be read each time." }],
  });
}
