import { LeadError } from "../model/error.ts";
import { findNearest, parseName, printName } from "../model/name.ts";
import { locateField, locateObject, type Schema } from "../model/schema.ts";

/**
 * Renames by name (`users.mail` → `email`, or the full new name) as renames by id, the form in which engines take them; a renamed object takes along
 * what has an id inside it. Throws `usage-invalid` when the old schema has no such thing, or the new one.
 */
export function mapRenames(renames: Readonly<Record<string, string>>, from: Schema, to: Schema): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(renames).flatMap(([oldName, newName]) => mapRename(oldName, newName, from, to)));
}

type Pair = readonly [before: string, after: string];

function mapRename(oldName: string, newName: string, from: Schema, to: Schema): readonly Pair[] {
  const [object] = locateObject(from, oldName);
  if (object !== undefined) {
    const renamed = completeName(newName, parseName(object.outline.label));
    if (locateObject(to, renamed).length === 0) throw missingAfter(oldName, newName, renamed);
    return renameInside(from, to, object.outline.label, renamed);
  }
  const [field] = locateField(from, oldName);
  if (field?.field === undefined) {
    const other = from.objects.find((candidate) => namesObject(candidate.id, oldName));
    if (other !== undefined) return [renameOther(oldName, newName, other.id, to)];
    // A part of something that has no fields: a value of an enumeration. The engine knows its parts.
    const whole = from.objects.find((candidate) => namesObject(candidate.id, printName(parseName(oldName).slice(0, -1))));
    if (whole === undefined) throw missingBefore(oldName, from);
    return [[oldName, completeName(newName, parseName(oldName))]];
  }
  const before = printName([...parseName(field.outline.label), field.field.name]);
  const after = completeName(newName, parseName(before));
  if (locateField(to, after).length === 0) throw missingAfter(oldName, newName, after);
  return [[`column:${before}`, `column:${after}`]];
}

/** Whether the name, or id, is that of the object; one with arguments may go without them. */
function namesObject(id: string, name: string): boolean {
  if (/^(?:comment|grant):/.test(id)) return false;
  const label = id.slice(id.indexOf(":") + 1);
  return id === name || label === name || label.replace(/\(.*$/s, "") === name;
}

function renameOther(oldName: string, newName: string, id: string, to: Schema): Pair {
  const at = id.indexOf(":");
  const [kind, label] = [id.slice(0, at), id.slice(at + 1)];
  const given = newName.startsWith(`${kind}:`) ? newName.slice(kind.length + 1) : newName;
  const types = /\(.*$/s.exec(label)?.[0] ?? "";
  const wanted = given.includes("(") ? given : `${completeName(given, parseName(label.replace(/\(.*$/s, "")))}${types}`;
  const found =
    to.objects.find((candidate) => candidate.id === `${kind}:${wanted}`) ??
    to.objects.find((candidate) => candidate.id.startsWith(`${kind}:`) && namesObject(candidate.id, wanted.replace(/\(.*$/s, "")));
  if (found === undefined) throw missingAfter(oldName, newName, wanted);
  return [id, found.id];
}

/** A new name may leave out the parts that stay. */
function completeName(name: string, oldParts: readonly string[]): string {
  const given = parseName(name);
  return printName(given.length >= oldParts.length ? given : [...oldParts.slice(0, oldParts.length - given.length), ...given]);
}

function renameInside(from: Schema, to: Schema, before: string, after: string): readonly Pair[] {
  const known = new Set(to.objects.map((object) => object.id));
  const prefix = parseName(before);
  return from.objects.flatMap((object): readonly Pair[] => {
    const at = object.id.indexOf(":");
    const parts = parseName(object.id.slice(at + 1));
    if (parts.length < prefix.length || prefix.some((part, index) => parts[index] !== part)) return [];
    const renamed = `${object.id.slice(0, at)}:${printName([...parseName(after), ...parts.slice(prefix.length)])}`;
    return known.has(renamed) ? [[object.id, renamed]] : [];
  });
}

function missingAfter(oldName: string, newName: string, renamed: string): LeadError {
  return new LeadError("usage-invalid", `--renames ${oldName}=${newName}: the new schema has no ${renamed}.`);
}

function missingBefore(name: string, schema: Schema): LeadError {
  const names = schema.objects.flatMap(({ outline }) =>
    outline === undefined ? [] : [outline.label, ...outline.fields.map((field) => printName([...parseName(outline.label), field.name]))],
  );
  const nearest = findNearest(name, [...names, ...names.map((full) => printName(parseName(full).slice(1)))]);
  return new LeadError(
    "usage-invalid",
    `--renames: the old schema has no ${name}.`,
    nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
  );
}
