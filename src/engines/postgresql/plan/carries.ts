import type { Carry } from "../../../model/plan.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { conversionSql } from "../field-type.ts";
import { labelOf, partsOf, sqlNameOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { findObject, isAdded, isDropped } from "../objects/surroundings.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import type { Front } from "./front.ts";

/** How every field that does not simply keep its values comes about: what forms say, then what is renamed, retyped, new and gone. */
export function carriesOf(context: PlanContext, front: Front, said: readonly Carry[]): readonly Carry[] {
  const before = oldLabels(front);
  const relabel = (carry: Carry): Carry => ({ ...carry, objectBefore: before.get(carry.objectBefore) ?? carry.objectBefore });
  const own = said.map(relabel);
  // A type that this plan brings is not known on the base: there the value is compared as its text.
  const fresh = context.changes.flatMap((change) =>
    change.kind === "add" && /^(enum|domain)$/.test(change.object.kind) ? [sqlNameOf(change.object.id)] : [],
  );
  const plain = (carry: Carry): Carry => ({
    ...carry,
    forward: fresh.reduce<string | null>((text, name) => text?.replaceAll(`::${name}`, "::text") ?? null, carry.forward),
  });
  const known = new Set(
    own.flatMap((carry) => [`-${carry.objectAfter}.${carry.fieldBefore ?? ""}`, `+${carry.objectAfter}.${carry.fieldAfter ?? ""}`]),
  );
  return [
    ...own,
    ...[...changedFields(context, known), ...renamedFields(context, front), ...valuedFields(context, front)].map(relabel),
  ].map(plain);
}

/** Labels after the plain renames → labels before. */
function oldLabels(front: Front): ReadonlyMap<string, string> {
  return new Map(front.renamed.flatMap(([old, next]) => (old.kind === "table" ? [[labelOf(next.id), labelOf(old.id)] as const] : [])));
}

function changedFields(context: PlanContext, known: ReadonlySet<string>): readonly Carry[] {
  return context.changes.flatMap((change): readonly Carry[] => {
    const object = "object" in change ? change.object : change.to;
    if (object.kind !== "column") return [];
    const column = define<ColumnDefinition>(object);
    const label = labelOf(object.parent ?? "");
    const base = { objectBefore: label, objectAfter: label };
    if (change.kind === "add")
      return isAdded(context, object.parent) || known.has(`+${label}.${column.name}`)
        ? []
        : [{ ...base, fieldBefore: null, fieldAfter: column.name, forward: null, backward: null }];
    if (change.kind === "drop")
      return isDropped(context, object.parent) || known.has(`-${label}.${column.name}`)
        ? []
        : [{ ...base, fieldBefore: column.name, fieldAfter: null, forward: null, backward: null }];
    if (change.kind === "rename" || known.has(`+${label}.${column.name}`)) return [];
    const old = define<ColumnDefinition>(change.from);
    if (column.generated !== null && old.generated?.expression !== column.generated.expression) {
      return [
        { ...base, fieldBefore: column.name, fieldAfter: null, forward: null, backward: null },
        { ...base, fieldBefore: null, fieldAfter: column.name, forward: null, backward: null },
      ];
    }
    if (old.type === column.type) return [];
    return [
      {
        ...base,
        fieldBefore: column.name,
        fieldAfter: column.name,
        forward: conversionSql(column.name, old.type, column.type),
        backward: conversionSql(column.name, column.type, old.type),
      },
    ];
  });
}

/** Fields of enumerations of which a value has another name now. */
function valuedFields(context: PlanContext, front: Front): readonly Carry[] {
  if (front.values.length === 0) return [];
  return context.from.objects.flatMap((object) => {
    if (object.kind !== "column" || findObject(context.to, object.id) === undefined) return [];
    const own = front.values.filter((value) => object.dependsOn.includes(value.object.id));
    if (own.length === 0) return [];
    const { name, type } = define<ColumnDefinition>(object);
    const label = labelOf(object.parent ?? "");
    const speak = (pairs: readonly (readonly [string, string])[]): string =>
      type.endsWith("[]")
        ? pairs.reduce(
            (text, [from, to]) => `array_replace(${text}, ${quoteLiteral(from)}, ${quoteLiteral(to)})`,
            `${quoteName(name)}::text[]`,
          )
        : `CASE ${quoteName(name)}::text ${pairs.map(([from, to]) => `WHEN ${quoteLiteral(from)} THEN ${quoteLiteral(to)}`).join(" ")} ELSE ${quoteName(name)}::text END`;
    return [
      {
        objectBefore: label,
        objectAfter: label,
        fieldBefore: name,
        fieldAfter: name,
        forward: speak(own.map(({ before, after }) => [before, after])),
        backward: speak(own.map(({ before, after }) => [after, before])),
      },
    ];
  });
}

/** Fields of renamed tables, and fields renamed where they stand. */
function renamedFields(context: PlanContext, front: Front): readonly Carry[] {
  const columns = Object.entries(front.plain).filter(([id]) => id.startsWith("column:"));
  const byNewId = new Map(columns.map(([before, after]) => [after, partsOf(before).at(-1) ?? ""]));
  const tables = new Set(front.renamed.flatMap(([old, next]) => (old.kind === "table" ? [next.id] : [])));
  return context.from.objects.flatMap((object) => {
    const name = object.kind === "column" ? define<ColumnDefinition>(object).name : "";
    const oldName = byNewId.get(object.id);
    if (object.kind !== "column" || (oldName === undefined && !tables.has(object.parent ?? ""))) return [];
    const isKept =
      findObject(context.to, object.id) !== undefined &&
      !context.changes.some(
        (change) =>
          change.kind === "modify" &&
          change.to.id === object.id &&
          define<ColumnDefinition>(change.from).type !== define<ColumnDefinition>(change.to).type,
      );
    if (!isKept) return [];
    const label = labelOf(object.parent ?? "");
    return [
      {
        objectBefore: label,
        objectAfter: label,
        fieldBefore: oldName ?? name,
        fieldAfter: name,
        forward: quoteName(oldName ?? name),
        backward: quoteName(name),
      },
    ];
  });
}
