import { parseName } from "../model/name.ts";
import type { Field, Outline } from "../model/schema.ts";

/** What became of a thing: before and after show the same mark from both sides. */
export type Mark = "same" | "added" | "dropped" | "changed" | "renamed";
export interface DiagramField {
  readonly name: string;
  readonly type: string;
  readonly mark: Mark;
  /** What it was, or what it becomes. */
  readonly note: string;
  readonly isKey: boolean;
}
export interface DiagramEntity {
  readonly label: string;
  readonly mark: Mark;
  readonly fields: readonly DiagramField[];
  /** Fields that are the same and left out. */
  readonly hidden: number;
}
export interface Diagram {
  readonly entities: readonly DiagramEntity[];
  readonly links: readonly { readonly from: string; readonly to: string; readonly mark: Mark }[];
  /** Objects that are the same and have no link to a changed one. */
  readonly unchanged: readonly string[];
}
export interface DiagramRequest {
  readonly before: readonly Outline[];
  readonly after: readonly Outline[];
  readonly renames: Readonly<Record<string, string>>;
  readonly side: "before" | "after";
}

/** One side of a change as a picture: changed objects with the fields that matter, their neighbours by name, and the rest as a list. */
export function drawDiagram(request: DiagramRequest): Diagram {
  const { side } = request;
  const own = side === "before" ? request.before : request.after;
  const entities = own.map((outline) => describeEntity(outline, request));
  const touched = new Set(
    entities
      .filter((entity) => entity.mark !== "same" || entity.fields.some((field) => field.mark !== "same"))
      .map((entity) => entity.label),
  );
  const links = own.flatMap((outline) =>
    outline.references.map((reference) => ({
      from: outline.label,
      to: reference.object,
      mark: markOfLink(outline, reference.name, request),
    })),
  );
  const changedLinks = links.filter((link) => link.mark !== "same").flatMap((link) => [link.from, link.to]);
  const shown = new Set([...touched, ...changedLinks]);
  for (const link of links) if (touched.has(link.from) || touched.has(link.to)) shown.add(link.from).add(link.to);
  return {
    entities: entities
      .filter((entity) => shown.has(entity.label))
      .map((entity) => (touched.has(entity.label) ? entity : { ...entity, fields: [], hidden: 0 })),
    links: uniqueLinks(
      links.filter((link) => shown.has(link.from) && shown.has(link.to) && (touched.has(link.from) || touched.has(link.to))),
    ),
    unchanged: entities.filter((entity) => !shown.has(entity.label)).map((entity) => entity.label),
  };
}

function describeEntity(outline: Outline, request: DiagramRequest): DiagramEntity {
  const other = counterpart(outline.label, request);
  const keys = new Set(outline.keys.filter((key) => key.kind === "primary").flatMap((key) => key.fields));
  const fields = outline.fields.map((field) => describeField(outline, field, other, keys.has(field.name) ? "key" : "plain", request));
  const kept = fields.filter((field) => field.mark !== "same" || field.isKey);
  const mark: Mark =
    other === null ? (request.side === "before" ? "dropped" : "added") : other.label === outline.label ? "same" : "renamed";
  return mark === "added" || mark === "dropped"
    ? { label: outline.label, mark, fields, hidden: 0 }
    : { label: outline.label, mark, fields: kept, hidden: fields.length - kept.length };
}

function describeField(
  outline: Outline,
  field: Field,
  other: Outline | null,
  role: "key" | "plain",
  request: DiagramRequest,
): DiagramField {
  const base = { name: field.name, type: field.type, isKey: role === "key" };
  if (other === null) return { ...base, mark: request.side === "before" ? "dropped" : "added", note: "" };
  const name = renamedField(outline, field.name, request);
  const found = other.fields.find((candidate) => candidate.name === name);
  if (found === undefined) return { ...base, mark: request.side === "before" ? "dropped" : "added", note: "" };
  if (name !== field.name) return { ...base, mark: "renamed", note: request.side === "before" ? `becomes ${name}` : `was ${name}` };
  if (found.type !== field.type)
    return { ...base, mark: "changed", note: request.side === "before" ? `becomes ${found.type}` : `was ${found.type}` };
  if (found.required !== field.required || found.default !== field.default)
    return { ...base, mark: "changed", note: field.required ? "required" : "optional" };
  return { ...base, mark: "same", note: "" };
}

function counterpart(label: string, { before, after, renames, side }: DiagramRequest): Outline | null {
  const others = side === "before" ? after : before;
  const name = side === "before" ? (renames[label] ?? label) : (Object.keys(renames).find((key) => renames[key] === label) ?? label);
  return others.find((outline) => outline.label === name) ?? null;
}

function renamedField(outline: Outline, field: string, { renames, side }: DiagramRequest): string {
  const dotted = `${outline.label}.${field}`;
  const other = side === "before" ? renames[dotted] : Object.keys(renames).find((key) => renames[key] === dotted);
  return other === undefined ? field : (parseName(other).at(-1) ?? field);
}

function markOfLink(outline: Outline, name: string, request: DiagramRequest): Mark {
  const other = counterpart(outline.label, request);
  if (other?.references.some((reference) => reference.name === name) === true) return "same";
  return request.side === "before" ? "dropped" : "added";
}

function uniqueLinks(links: Diagram["links"]): Diagram["links"] {
  return [...new Map(links.map((link) => [`${link.from} ${link.to}`, link])).values()];
}
