import type { JsonValue } from "../../../model/json.ts";
import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { EnumDefinition } from "../definitions.ts";
import { labelOf, partsOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { quoteLiteral } from "../quote.ts";

/** How renames name a value of an enumeration: `value:public.mood.sad`. */
export function valueId(object: SchemaObject, label: string): string {
  return `value:${printName([...partsOf(object.id), label])}`;
}

export interface ValueRename {
  readonly object: SchemaObject;
  readonly before: string;
  readonly after: string;
}

/** Renames of values among `renames`; both ends in one enumeration that has the old value. */
export function valueRenames(from: Schema, renames: Readonly<Record<string, string>>): readonly ValueRename[] {
  return Object.entries(renames).flatMap(([before, after]): readonly ValueRename[] => {
    if (before.includes(":") && !before.startsWith("value:")) return [];
    const parts = partsOf(before.includes(":") ? before : `value:${before}`);
    const object = findObject(from, `enum:${printName(parts.slice(0, -1))}`);
    const label = parts.at(-1) ?? "";
    if (object === undefined || !define<EnumDefinition>(object).labels.includes(label)) return [];
    return [{ object, before: label, after: partsOf(after.includes(":") ? after : `value:${after}`).at(-1) ?? "" }];
  });
}

/** The schema as the server shows it afterwards: the labels, and constants of the type in every expression. */
export function followValues(from: Schema, renames: readonly ValueRename[]): Schema {
  if (renames.length === 0) return from;
  const objects = from.objects.map((object) => {
    const own = renames.filter((rename) => rename.object.id === object.id);
    const used = renames.filter((rename) => object.dependsOn.includes(rename.object.id) || usesThrough(object, rename));
    if (own.length > 0) {
      const labels = define<EnumDefinition>(object).labels.map((label) => own.find((rename) => rename.before === label)?.after ?? label);
      return { ...object, definition: { ...(object.definition as object), labels } };
    }
    return used.length === 0 ? object : { ...object, definition: used.reduce(replaceConstants, object.definition) };
  });
  return { ...from, objects };
}

/** Checks and views rest on the column, not on the type itself, yet speak of its constants. */
function usesThrough(object: SchemaObject, rename: ValueRename): boolean {
  return object.kind !== "function" && JSON.stringify(object.definition).includes(`::${sqlNameOf(rename.object.id)}`);
}

function replaceConstants(value: JsonValue, rename: ValueRename): JsonValue {
  if (typeof value === "string") {
    const type = `::${sqlNameOf(rename.object.id)}`;
    return value.replaceAll(`${quoteLiteral(rename.before)}${type}`, () => `${quoteLiteral(rename.after)}${type}`);
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => replaceConstants(item, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === undefined ? item : replaceConstants(item, rename)]));
}

export function renameValueDrafts(renames: readonly ValueRename[]): readonly StepDraft[] {
  return renames.map(({ object, before, after }) => {
    const sql = (from: string, to: string): string =>
      `ALTER TYPE ${sqlNameOf(object.id)} RENAME VALUE ${quoteLiteral(from)} TO ${quoteLiteral(to)}`;
    return draftStep({
      kind: "rename-enum-value",
      phase: "expand",
      summary: `Rename the value ${before} of ${labelOf(object.id)} to ${after}`,
      statements: [sql(before, after)],
      reverse: [sql(after, before)],
      hazards: [hazard("breaks-running-code", labelOf(object.id), `Code that reads or writes ${before} fails or finds nothing.`)],
      makes: [valueId(object, after)],
    });
  });
}
