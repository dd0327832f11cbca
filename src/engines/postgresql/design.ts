import { LeadError } from "../../model/error.ts";
import type { Intent } from "../../model/intent.ts";
import type { Design, DesignRequest } from "../engine.ts";
import { secure, seedData } from "./design/access.ts";
import { addField, changeField, dropField, renameField } from "./design/fields.ts";
import { addObject, dropObject, renameObjectTo } from "./design/objects.ts";
import type { Piece } from "./design/piece.ts";
import { addIndex, addReference, addRule, addTuned } from "./design/relations.ts";
import { remarkOn } from "./design/remarks.ts";
import { mergeFields, moveField, splitFieldInto } from "./design/reshaping.ts";
import { completeMap, type DesignState, startState } from "./design/state.ts";

/**
 * The desired schema of a requirement as direct statements over the base, in the order of its intents, with the rules for values and the reasons.
 * Throws `requirement-invalid` for a name that does not exist or fits twice, `intent-unsupported` for what PostgreSQL or this release cannot carry.
 */
export async function designPostgresql(request: DesignRequest): Promise<Design> {
  const adopted = request.intents.find((intent) => intent.kind === "adopt-schema");
  if (adopted !== undefined) return Promise.resolve(adopt(request, adopted));
  const state = startState(request.schema, request.answers);
  const pieces = request.intents.map((intent) => ({ intent, piece: pieceOf(state, intent, request) }));
  return {
    statements: pieces
      .flatMap(({ piece }) => piece.statements)
      .map((statement) => `${statement};\n`)
      .join(""),
    startsFrom: "base",
    renames: completeMap(state),
    rules: pieces.flatMap(({ piece }) => piece.rules ?? []),
    decisions: pieces.flatMap(({ piece }) => piece.decisions ?? []),
    remarks: [
      ...new Set([...pieces.flatMap(({ piece }) => piece.remarks ?? []), ...request.intents.flatMap((intent) => remarkOn(state, intent))]),
    ],
    origins: Object.fromEntries(pieces.flatMap(({ intent, piece }) => (piece.ids ?? []).map((id) => [id, intent.id]))),
  };
}

function pieceOf(state: DesignState, intent: Intent, request: DesignRequest): Piece {
  switch (intent.kind) {
    case "add-field":
      return addField(state, intent.id, intent.body);
    case "rename-field":
      return renameField(state, intent.id, intent.body);
    case "change-field":
      return changeField(state, intent.id, intent.body);
    case "drop-field":
      return dropField(state, intent.id, intent.body);
    case "split-field":
      return splitFieldInto(state, intent.id, intent.body);
    case "merge-fields":
      return mergeFields(state, intent.id, intent.body);
    case "move-field":
      return moveField(state, intent.id, intent.body);
    case "add-object":
      return addObject(state, intent.id, intent.body);
    case "drop-object":
      return dropObject(state, intent.id, intent.body);
    case "rename-object":
      return renameObjectTo(state, intent.id, intent.body);
    case "add-reference":
      return addReference(state, intent.id, intent.body);
    case "add-index":
      return addIndex(state, intent.id, intent.body, request.accessPatterns);
    case "add-rule":
      return addRule(state, intent.id, intent.body);
    case "seed-data":
      return seedData(state, intent.id, intent.body);
    case "secure":
      return secure(state, intent.id, intent.body);
    case "tune":
      return addTuned(state, intent.id, request.tuned?.[intent.id] ?? []);
    case "query":
    case "other":
    case "adopt-schema":
      return { statements: [] };
  }
}

/** The file's text is the whole desired schema: nothing of the base stays but what it names. */
function adopt(request: DesignRequest, intent: Extract<Intent, { readonly kind: "adopt-schema" }>): Design {
  const others = request.intents.filter((other) => other !== intent && !["query", "tune", "other"].includes(other.kind));
  if (others.length > 0)
    throw new LeadError(
      "intent-unsupported",
      `adopt-schema (${intent.id}) says all there is to the schema; ${others.map((other) => other.id).join(", ")} cannot stand beside it.`,
    );
  const text = request.files[intent.body.file];
  if (text === undefined) throw new LeadError("file-unreadable", `Intent ${intent.id}: ${intent.body.file} was not read.`);
  const origins = Object.fromEntries(request.schema.objects.map((object) => [object.id, intent.id]));
  return { statements: text, startsFrom: "nothing", renames: {}, rules: [], decisions: [], remarks: [], origins };
}
