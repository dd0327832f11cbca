import { printName } from "../../../model/name.ts";
import type { Carry } from "../../../model/plan.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { DigestField, DigestRequest, RowProof } from "../../row-proof.ts";
import { dotted, parsePath } from "../path.ts";
import { collectionOf } from "../schema.ts";

/** Begins the expression of all that the other fields of a request do not name. */
export const rest = "all but ";
/** Begins the expression of a request's first field where documents that the change itself puts in are left out on both sides. */
export const skip = "without documents that match ";

function isAddition(carry: Carry): boolean {
  return carry.fieldBefore === null && carry.fieldAfter === "_id" && carry.forward !== null;
}

/** Top-level fields as they are; fields that a rule changes by their rule; what nobody names as one. */
export function digestRequests(from: Schema, to: Schema, carries: readonly Carry[]): ReturnType<RowProof["digestRequests"]> {
  const [before, after]: [DigestRequest[], DigestRequest[]] = [[], []];
  for (const old of from.objects) {
    if (old.kind !== "collection") continue;
    const label = printName([collectionOf(old).name]);
    const own = carries.filter((carry) => carry.objectBefore === label);
    const labelAfter = own[0]?.objectAfter ?? label;
    const now = to.objects.find((object) => object.kind === "collection" && printName([collectionOf(object).name]) === labelAfter);
    if (now === undefined) continue;
    const pairs = fieldPairs(
      old,
      now,
      own.filter((carry) => carry.fieldBefore !== "_id" && !isAddition(carry)),
    );
    const added = own.filter(isAddition).map((carry) => carry.forward ?? "");
    const skipped = added.length === 0 ? [] : [{ label: "documents", expression: `${skip}{"$or":[${added.join(",")}]}` }];
    before.push({ object: label, key: ["_id"], fields: [...skipped, ...pairs.map((pair) => pair.before)] });
    after.push({ object: labelAfter, key: ["_id"], fields: [...skipped, ...pairs.map((pair) => pair.after)] });
  }
  return { before, after };
}

interface FieldPair {
  readonly before: DigestField;
  readonly after: DigestField;
}

function fieldPairs(old: SchemaObject, now: SchemaObject, carries: readonly Carry[]): readonly FieldPair[] {
  const pair = (label: string, before: string, after: string): FieldPair => ({
    before: { label, expression: before },
    after: { label, expression: after },
  });
  const carried = carries.flatMap((carry): readonly FieldPair[] => {
    if (carry.fieldAfter !== null && carry.forward !== null)
      return [pair(carry.fieldAfter, carry.forward, pathExpression(carry.fieldAfter))];
    if (carry.fieldBefore !== null && carry.backward !== null)
      return [pair(carry.fieldBefore, pathExpression(carry.fieldBefore), carry.backward)];
    return [];
  });
  const told = carries.flatMap((carry) => [carry.fieldBefore ?? [], carry.fieldAfter ?? []].flat());
  const roots = new Set(told.map(rootOf));
  const paths = [...new Set([...pathsOf(old), ...pathsOf(now)])];
  const whole = [...new Set(paths.map(rootOf))].filter((root) => !roots.has(root));
  const touched = (path: string): boolean =>
    told.some(
      (one) =>
        one === path ||
        one.startsWith(`${path}.`) ||
        path.startsWith(`${one}.`) ||
        one.startsWith(`${path}[]`) ||
        path.startsWith(`${one}[]`),
    );
  const leaves = paths.filter(
    (path) => roots.has(rootOf(path)) && !touched(path) && !paths.some((other) => other !== path && other.startsWith(`${path}.`)),
  );
  const names = [...new Set([...whole, ...roots])].toSorted();
  const others = `${rest}${JSON.stringify(names)}`;
  return [
    ...carried,
    ...whole.map((root) => pair(root, pathExpression(root), pathExpression(root))),
    ...leaves.map((path) => pair(path, pathExpression(path), pathExpression(path))),
    pair("*", others, others),
  ];
}

function pathsOf(object: SchemaObject): readonly string[] {
  return (object.outline?.fields ?? []).map((field) => field.name);
}
function rootOf(path: string): string {
  return parsePath(path)[0]?.name ?? path;
}
function pathExpression(path: string): string {
  const parts = parsePath(path);
  const isPlain = parts.every((part) => /^[^$.]+$/.test(part.name));
  if (isPlain && parts.length > 0) return `$${dotted(parts)}`;
  return JSON.stringify({ $getField: { $literal: parts[0]?.name ?? path } });
}
