import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { partsOf } from "../objects/address.ts";
import { findObject } from "../objects/surroundings.ts";
import type { Renames } from "./follow.ts";
import { fitName } from "./naming.ts";

/**
 * Tables, views, sequences, indexes and the indexes of keys share one space of names. A key or index that goes in the contract phase would hold its
 * name against a new one of the expand phase: it gives it away first. Cost: linear.
 */
export function clashRenames(from: Schema, to: Schema, label: string): Renames {
  const wanted = new Map(to.objects.flatMap((object) => relationNames(object).map((name) => [name, object] as const)));
  return Object.fromEntries(
    from.objects.flatMap((object): readonly (readonly [string, string])[] => {
      if (object.kind !== "index" && object.kind !== "constraint") return [];
      const [name] = relationNames(object);
      const taker = name === undefined ? undefined : wanted.get(name);
      if (name === undefined || taker === undefined || (taker.id === object.id && taker.parent === object.parent)) return [];
      // On one and the same table the forms see to it.
      if (taker.parent === object.parent && findObject(to, object.parent ?? "") !== undefined && taker.kind === object.kind) return [];
      if (findObject(to, object.id)?.parent === object.parent) return [];
      const parts = partsOf(object.id);
      const given = fitName(`${parts.at(-1) ?? ""}_${label}_old`);
      return [[object.id, `${object.kind}:${printName([...parts.slice(0, -1), given])}`]];
    }),
  );
}

/** The name that the object takes in its schema, as `schema.name`; none where it takes none. */
function relationNames(object: SchemaObject): readonly string[] {
  if (object.kind === "constraint") {
    const { schema, name, type } = object.definition as { readonly schema?: string; readonly name?: string; readonly type?: string };
    return type === "primary" || type === "unique" || type === "exclusion" ? [printName([schema ?? "", name ?? ""])] : [];
  }
  return /^(?:table|view|materialized-view|sequence|index|foreign-table)$/.test(object.kind) ? [printName(partsOf(object.id))] : [];
}
