import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanRequest } from "../../engine.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { EnumDefinition } from "../definitions.ts";
import { labelOf, partsOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";
import { followRenames, type Renames } from "./follow.ts";
import { fitName } from "./naming.ts";
import { usersOf } from "./users.ts";

export interface EnumRebuild {
  /** The desired schema with each rebuilt enumeration under a waiting name. */
  readonly to: Schema;
  /** The last moment, in which it takes its own name. */
  readonly drafts: readonly StepDraft[];
}

/**
 * An enumeration that loses a value, or whose order changes, is made anew beside the old one; fields move over to it one by one as to any other type, and
 * in the end it takes the name of the old one. For those who can stop, the kind itself rebuilds it in place.
 */
export function rebuildEnums(from: Schema, to: Schema, request: PlanRequest): EnumRebuild {
  if (request.strategy === "direct") return { to, drafts: [] };
  const rebuilt = to.objects.filter((object) => object.kind === "enum" && needsRebuild(from, object));
  const waiting: Renames = Object.fromEntries(
    rebuilt.map((object) => {
      const { schema, name } = define<EnumDefinition>(object);
      return [object.id, `enum:${printName([schema, fitName(`${name}_${request.label}`)])}`];
    }),
  );
  return { to: followRenames(to, waiting), drafts: rebuilt.map((object) => nameDraft(object, waiting[object.id] ?? object.id)) };
}

function needsRebuild(from: Schema, after: SchemaObject): boolean {
  const before = findObject(from, after.id);
  if (before === undefined) return false;
  const [old, next] = [define<EnumDefinition>(before).labels, define<EnumDefinition>(after).labels];
  const isGrown = next.filter((label) => old.includes(label)).join("\n") === old.join("\n");
  // What others are made of is rebuilt with them, in one moment.
  const users = usersOf(from, before.id);
  return (
    !isGrown &&
    users.some((user) => user.kind === "column") &&
    !users.some((user) => /^(?:domain|composite-type|range-type)$/.test(user.kind))
  );
}

function nameDraft(object: SchemaObject, waiting: string): StepDraft {
  const { name } = define<EnumDefinition>(object);
  const rename = (before: string, after: string): string => `ALTER TYPE ${sqlNameOf(before)} RENAME TO ${quoteName(after)}`;
  const own = partsOf(waiting).at(-1) ?? "";
  return draftStep({
    kind: "rename-enum",
    phase: "contract",
    summary: `Let the rebuilt type take the name ${labelOf(object.id)}`,
    statements: [rename(waiting, name)],
    reverse: [`ALTER TYPE ${sqlNameOf(object.id)} RENAME TO ${quoteName(own)}`],
    makes: [`renamed:${object.id}`],
    needs: [waiting],
  });
}
