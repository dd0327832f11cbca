import type { Engine } from "../../engines/engine.ts";
import { parseName } from "../../model/name.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";

/** A schema without the runner's own tables and what belongs to them. */
export function withoutIgnored(schema: Schema, ignore: readonly string[]): Schema {
  if (ignore.length === 0) return schema;
  const names = ignore.map((name) => parseName(name));
  const gone = new Set<string>();
  /** An unqualified name fits in whatever schema the runner was told to use. */
  const isIgnored = (object: SchemaObject): boolean => {
    const parts = parseName(object.id.slice(object.id.indexOf(":") + 1));
    return names.some((name) =>
      [0, 1].some((at) => parts.length >= at + name.length && name.every((part, index) => parts[at + index] === part)),
    );
  };
  for (const object of schema.objects) if (isIgnored(object)) gone.add(object.id);
  const users = new Map<string, string[]>();
  for (const object of schema.objects) for (const id of object.dependsOn) users.set(id, [...(users.get(id) ?? []), object.id]);
  /** The sequence of a serial column, or the schema that the runner made for its table: nothing else uses it. */
  const isOnlyTheirs = ({ id, kind }: SchemaObject): boolean => {
    const mayGo =
      kind === "sequence" ||
      (kind === "schema" && names.some((name) => name.length > 1 && name[0] !== "public" && id === `schema:${name[0] ?? ""}`));
    return mayGo && (users.get(id)?.every((user) => gone.has(user)) ?? false);
  };
  for (let grew = true; grew; ) {
    grew = false;
    for (const object of schema.objects) {
      if (gone.has(object.id)) continue;
      const hangsOn =
        (object.parent !== undefined && gone.has(object.parent)) ||
        (object.dependsOn.length > 0 && object.dependsOn.some((id) => gone.has(id))) ||
        isOnlyTheirs(object);
      if (!hangsOn) continue;
      gone.add(object.id);
      grew = true;
    }
  }
  return { ...schema, objects: schema.objects.filter((object) => !gone.has(object.id)) };
}

/** Differences in words, one line each; empty when the schemas hold equal objects. */
export async function describeDifference(engine: Engine, expected: Schema, actual: Schema): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const change of await engine.compare(expected, actual, {})) {
    switch (change.kind) {
      case "add":
        lines.push(`${await engine.describe(change.object)} is there and should not be`);
        break;
      case "drop":
        lines.push(`${await engine.describe(change.object)} is missing`);
        break;
      case "modify":
      case "rename":
        lines.push(`${await engine.describe(change.to)} differs: ${describeModification(change.from, change.to)}`);
        break;
    }
  }
  return lines;
}

function describeModification(from: SchemaObject, to: SchemaObject): string {
  const before = asRecord(from.definition);
  const after = asRecord(to.definition);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const parts = keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${key} should be ${shorten(before[key])}, is ${shorten(after[key])}`);
  return parts.join("; ");
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? (value as Readonly<Record<string, unknown>>) : { definition: value };
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 200 ? `${text.slice(0, 197)}…` : text;
}

/** Whether objects that are otherwise equal list their fields in another order. */
export function differsInFieldOrder(a: Schema, b: Schema): boolean {
  const orders = new Map(b.objects.flatMap((object) => (object.outline === undefined ? [] : [[object.id, fieldOrder(object)] as const])));
  return a.objects.some((object) => object.outline !== undefined && orders.get(object.id) !== fieldOrder(object));
}

function fieldOrder(object: SchemaObject): string {
  return (object.outline?.fields ?? []).map((field) => field.name).join("\u0000");
}
