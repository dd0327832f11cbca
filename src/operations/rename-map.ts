import { LeadError } from "../model/error.ts";
import { findNearest, parseName, printName } from "../model/name.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";

/**
 * Renames by name (`users.mail` → `email`, or the full new name) as renames by object id, which take along what stands inside the renamed thing.
 * Throws `usage-invalid` when nothing of the old name is there, or nothing of the new one.
 */
export function mapRenames(renames: Readonly<Record<string, string>>, from: Schema, to: Schema): Readonly<Record<string, string>> {
  const after = new Set(to.objects.map((object) => object.id));
  const mapped: Record<string, string> = {};
  for (const [oldName, newName] of Object.entries(renames)) {
    const oldParts = resolveParts(oldName, from);
    const given = parseName(newName);
    const newParts = given.length >= oldParts.length ? given : [...oldParts.slice(0, oldParts.length - given.length), ...given];
    const pairs = from.objects.flatMap((object) => {
      const renamed = renameId(object, oldParts, newParts);
      return renamed !== null && after.has(renamed) ? [[object.id, renamed] as const] : [];
    });
    if (pairs.length === 0) throw new LeadError("usage-invalid", `--renames ${oldName}=${newName}: the new schema has no ${printName(newParts)}.`);
    for (const [before, renamed] of pairs) mapped[before] = renamed;
  }
  return mapped;
}

function resolveParts(name: string, schema: Schema): readonly string[] {
  const wanted = printName(parseName(name));
  const names = schema.objects.filter((object) => isRenamable(object)).map((object) => namePart(object.id));
  const exact = names.find((candidate) => candidate === wanted);
  const found = exact ?? names.find((candidate) => candidate.endsWith(`.${wanted}`));
  if (found !== undefined) return parseName(found);
  const nearest = findNearest(wanted, names);
  throw new LeadError("usage-invalid", `--renames: the old schema has no ${name}.`, nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` });
}

function isRenamable(object: SchemaObject): boolean {
  return parseName(namePart(object.id)).length > 0;
}

function renameId(object: SchemaObject, oldParts: readonly string[], newParts: readonly string[]): string | null {
  const parts = parseName(namePart(object.id));
  if (parts.length < oldParts.length || oldParts.some((part, index) => parts[index] !== part)) return null;
  return `${object.id.slice(0, object.id.indexOf(":"))}:${printName([...newParts, ...parts.slice(oldParts.length)])}`;
}

function namePart(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}
