import type { SchemaObject } from "../../../model/schema.ts";
import { define } from "../objects/draft.ts";
import { columnIdOf, parentsOf } from "../objects/inheritance.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { AddressBook } from "./addresses.ts";
import type { CatalogueRow, DependencyRow, IdentitySequenceRow, MemberRow } from "./dependencies.ts";
import type { Found } from "./reader.ts";

export interface EdgeFacts {
  readonly found: readonly Found[];
  readonly clones: readonly Found[];
  readonly catalogues: readonly CatalogueRow[];
  readonly dependencies: Iterable<DependencyRow>;
  readonly members: readonly MemberRow[];
  readonly identities: readonly IdentitySequenceRow[];
}

/** Ids that each object uses, some of them twice, and what parents hand down too, by the server's own book of dependencies. Cost: linear in that book. */
export function collectEdges(facts: EdgeFacts): ReadonlyMap<string, readonly string[]> {
  const book = addressesOf(facts);
  const lookUps = new Map(facts.catalogues.map(({ oid, name }) => [oid, book.in(name)]));
  const stand = standIns(facts);
  const edges = new Map<string, string[]>();
  const add = (user: string, used: string): void => {
    const known = edges.get(user);
    if (known === undefined) edges.set(user, [used]);
    else if (known.at(-1) !== used) known.push(used);
  };
  for (const row of facts.dependencies) {
    const user = lookUps.get(row.class)?.(row.oid, row.sub);
    if (user === undefined) continue;
    const used = lookUps.get(row.refClass)?.(row.refOid, row.refSub);
    if (used === undefined || user === used) continue;
    // A sequence belongs to its column, which needs it: the tie is part of the sequence's definition.
    if (user.startsWith("sequence:") && (used.startsWith("column:") || used.startsWith("table:"))) continue;
    const ids = stand.get(used);
    if (ids === undefined || stand.has(user)) add(user, used);
    for (const id of ids ?? []) add(user, id);
  }
  return edges;
}

function addressesOf(facts: EdgeFacts): AddressBook {
  const book = new AddressBook([...facts.found, ...facts.clones]);
  for (const { oid, tableOid, sub } of facts.identities) {
    const owner = book.column(tableOid, sub);
    if (owner !== undefined) book.note(`pg_class/${oid}`, owner);
  }
  const extensions = new Map(
    facts.found.flatMap(({ object }) =>
      object.kind === "extension" ? [[define<{ readonly name: string }>(object).name, object.id] as const] : [],
    ),
  );
  for (const { class: catalogue, oid, extension } of facts.members) book.note(`${catalogue}/${oid}`, extensions.get(extension) ?? "");
  return book;
}

/** What somebody holds on to who uses a thing that a parent hands down: the table that has it, and for a column the one it comes from. */
function standIns(facts: EdgeFacts): ReadonlyMap<string, readonly string[]> {
  const tables = new Map(facts.found.flatMap(({ object }) => (object.kind === "table" ? [[object.id, object] as const] : [])));
  if (facts.clones.length === 0) return new Map();
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
