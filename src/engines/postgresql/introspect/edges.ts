import type { SchemaObject } from "../../../model/schema.ts";
import { define } from "../objects/draft.ts";
import { columnIdOf, parentsOf } from "../objects/inheritance.ts";
import type { ColumnDefinition } from "../definitions.ts";
import type { DependencyRow, IdentitySequenceRow, MemberRow } from "./dependencies.ts";
import type { Found } from "./reader.ts";

export interface EdgeFacts {
  readonly found: readonly Found[];
  readonly clones: readonly Found[];
  readonly dependencies: readonly DependencyRow[];
  readonly members: readonly MemberRow[];
  readonly identities: readonly IdentitySequenceRow[];
}

/** Ids that each object uses, and what parents hand down too, by the server's own book of dependencies. Cost: linear in that book. */
export function collectEdges(facts: EdgeFacts): ReadonlyMap<string, ReadonlySet<string>> {
  const idOf = new Map([...facts.found, ...facts.clones].flatMap(({ object, keys }) => keys.map((key) => [key, object.id] as const)));
  for (const { oid, tableOid, sub } of facts.identities) {
    const owner = idOf.get(`pg_class/${tableOid}/${sub}`);
    if (owner !== undefined) idOf.set(`pg_class/${oid}`, owner);
  }
  const extensions = new Map(
    facts.found.flatMap(({ object }) =>
      object.kind === "extension" ? [[define<{ readonly name: string }>(object).name, object.id] as const] : [],
    ),
  );
  for (const { class: catalogue, oid, extension } of facts.members) idOf.set(`${catalogue}/${oid}`, extensions.get(extension) ?? "");
  const lookUp = (catalogue: string, oid: number, sub: number) => idOf.get(`${catalogue}/${oid}/${sub}`) ?? idOf.get(`${catalogue}/${oid}`);
  const stand = standIns(facts);
  const edges = new Map<string, Set<string>>();
  for (const row of facts.dependencies) {
    const [user, used] = [lookUp(row.class, row.oid, row.sub), lookUp(row.refClass, row.refOid, row.refSub)];
    if (user === undefined || used === undefined || user === used) continue;
    // A sequence belongs to its column, which needs it: the tie is part of the sequence's definition.
    if (user.startsWith("sequence:") && (used.startsWith("column:") || used.startsWith("table:"))) continue;
    const ids = stand.get(used);
    const known = edges.get(user) ?? new Set<string>();
    for (const id of ids === undefined ? [used] : stand.has(user) ? [used, ...ids] : ids) known.add(id);
    edges.set(user, known);
  }
  return edges;
}

/** What somebody holds on to who uses a thing that a parent hands down: the table that has it, and for a column the one it comes from. */
function standIns(facts: EdgeFacts): ReadonlyMap<string, readonly string[]> {
  const tables = new Map(facts.found.flatMap(({ object }) => (object.kind === "table" ? [[object.id, object] as const] : [])));
  const found = new Set(facts.found.map(({ object }) => object.id));
  return new Map(
    facts.clones.map(({ object }) => {
      const table = object.parent ?? "";
      const origin = object.kind === "column" ? originOf(table, define<ColumnDefinition>(object).name, { tables, found }) : null;
      return [object.id, origin === null ? [table] : [table, origin]] as const;
    }),
  );
}

/** The nearest column above that is an object. */
function originOf(
  table: string,
  name: string,
  known: { readonly tables: ReadonlyMap<string, SchemaObject>; readonly found: ReadonlySet<string> },
): string | null {
  const object = known.tables.get(table);
  for (const parent of object === undefined ? [] : parentsOf(object)) {
    const id = columnIdOf(parent, name);
    const origin = known.found.has(id) ? id : originOf(parent, name, known);
    if (origin !== null) return origin;
  }
  return null;
}
