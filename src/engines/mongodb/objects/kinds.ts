import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind } from "../../step-draft.ts";
import { collectionKind } from "./collection.ts";
import { indexKind } from "./index.ts";
import { roleKind } from "./role.ts";
import { userKind } from "./user.ts";
import { viewKind } from "./view.ts";

/** In the order in which a script makes them. */
export const objectKinds: readonly ObjectKind[] = [collectionKind, indexKind, viewKind, roleKind, userKind];

export function kindOf(object: SchemaObject): ObjectKind {
  const kind = objectKinds.find((candidate) => candidate.kind === object.kind);
  if (kind === undefined) throw new RangeError(`no object kind ${object.kind}`);
  return kind;
}

/** The command that makes an object. */
export function renderObject(object: SchemaObject): string {
  return kindOf(object).describe(object);
}
