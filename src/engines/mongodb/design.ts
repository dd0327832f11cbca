import { LeadError } from "../../model/error.ts";
import type { Intent } from "../../model/intent.ts";
import type { Design, DesignRequest } from "../engine.ts";
import { renderScript } from "./render.ts";
import { adoptSchema } from "./design/adopt.ts";
import { addField, changeField, dropField, mergeFields, renameField, splitField } from "./design/fields.ts";
import { addIndex, addObject, addReference, addRule, dropObject, renameObject, seedData } from "./design/objects.ts";
import { moveField } from "./design/move.ts";
import { DesignState } from "./design/state.ts";
import { planChange } from "./plan.ts";

/** Works intents into the schema one after the other; the statements make the desired schema of the base. Throws `requirement-invalid`, `intent-unsupported`. */
export function designChange(request: DesignRequest): Design {
  const adopted = request.intents.find((intent) => intent.kind === "adopt-schema");
  if (adopted !== undefined && adopted.kind === "adopt-schema") return adoptSchema(request, adopted.id, adopted.body.file);
  const state = new DesignState(request);
  for (const intent of request.intents) applyIntent(state, intent);
  return {
    statements: renderScript(statementsOf(state)),
    startsFrom: "base",
    renames: state.renames,
    rules: state.rules,
    decisions: state.decisions,
    remarks: [...new Set(state.remarks)],
    origins: state.origins,
  };
}

/** At once, documents too: what makes the desired schema of a base that holds some. */
function statementsOf({ request, schema, renames, rules, origins }: DesignState): readonly string[] {
  const plan = planChange({
    from: request.schema,
    to: schema,
    version: request.version,
    variant: null,
    strategy: "direct",
    renames,
    rules,
    allow: [],
    format: null,
    sizes: request.sizes,
    origins,
    label: "design",
  });
  return plan.steps.flatMap((step) => (step.action.kind === "statements" ? step.action.statements : []));
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
    case "move-field":
      return moveField(state, intent, intent.body);
    case "add-object":
      return addObject(state, intent, intent.body);
    case "drop-object":
      return dropObject(state, intent, intent.body);
    case "rename-object":
      return renameObject(state, intent, intent.body);
    case "add-reference":
      return addReference(state, intent, intent.body);
    case "add-index":
      return addIndex(state, intent, intent.body);
    case "add-rule":
      return addRule(state, intent, intent.body);
    case "seed-data":
      return seedData(state, intent, intent.body);
    case "query":
      return;
    default:
      throw new LeadError("intent-unsupported", `${intent.id}: MongoDB does not plan ${intent.kind}`);
  }
}
