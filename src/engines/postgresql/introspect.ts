import type { Schema, SchemaObject } from "../../model/schema.ts";
import { collectAttached } from "./introspect/attached.ts";
import { resolveBodies } from "./introspect/bodies.ts";
import { castUses } from "./introspect/cast-uses.ts";
import { collectEdges } from "./introspect/edges.ts";
import { type Facts, readFacts } from "./introspect/facts.ts";
import { addOutlines } from "./introspect/outlines.ts";
import type { RunQuery } from "./introspect/rows.ts";
import { withFixedPrinting } from "./introspect/session.ts";
import { normalizeDefinition } from "./normalize.ts";
import { storable } from "./objects/draft.ts";

/**
 * The schema of the database that `run` asks, one query a kind whatever its size (PostgreSQL 14 to 18). `run` must ask one and the same session;
 * its printing settings are changed for the reading and put back. Roles and rows are not part of a schema.
 */
export async function introspectPostgresql(run: RunQuery): Promise<Schema> {
  return assemble(await withFixedPrinting(run, () => readFacts(run)));
}

function assemble(facts: Facts): Schema {
  const edges = collectEdges(facts);
  const attached = collectAttached(facts);
  const known = new KnownIds(
    facts.found.map(({ object }) => object),
    attached,
    facts.clones.map(({ object }) => object),
  );
  const complete = (object: SchemaObject): SchemaObject => ({
    ...object,
    ...(object.parent === undefined ? {} : { parent: known.same(object.parent) }),
    dependsOn: known.among(object, [object.dependsOn, edges.get(object.id) ?? []]),
    definition: normalizeDefinition(object),
  });
  const clones = Map.groupBy(
    facts.clones.map(({ object }) => complete(object)),
    ({ parent = "" }) => parent,
  );
  const objects: SchemaObject[] = [];
  for (const { object } of facts.found) objects.push(withClones(complete(object), clones.get(object.id) ?? []));
  for (const object of attached) objects.push(complete(object));
  const bodies = resolveBodies(objects, facts.bodies);
  const casts = castUses(objects);
  const withBodies = objects.map((object) => {
    const more = [...(bodies.references.get(object.id) ?? []), ...(casts.get(object.id) ?? [])];
    return more.length === 0 ? object : { ...object, dependsOn: known.among(object, [object.dependsOn, more]) };
  });
  return {
    engine: "postgresql",
    version: facts.version,
    objects: addOutlines(withBodies),
    unmodelled: [
      ...facts.unmodelled.map(({ name }) => name),
      ...bodies.unread.map((name) => `body of function ${name} not parsed`),
    ].toSorted(),
  };
}

/** Every id once: objects that speak of each other share its text. */
class KnownIds {
  readonly #own = new Map<string, string>();
  readonly #handed = new Map<string, string>();

  constructor(found: readonly SchemaObject[], attached: readonly SchemaObject[], clones: readonly SchemaObject[]) {
    for (const { id } of found) this.#own.set(id, id);
    for (const { id } of attached) this.#own.set(id, id);
    for (const { id } of clones) this.#handed.set(id, id);
  }

  same(id: string): string {
    return this.#own.get(id) ?? id;
  }

  /** Known ids of several lists but the object's own, each once and in order. What a parent hands down is known to its like only. */
  among({ id: user }: SchemaObject, lists: readonly (readonly string[])[]): readonly string[] {
    const isHanded = this.#handed.has(user);
    const ids: string[] = [];
    for (const list of lists) {
      for (const one of list) {
        const id = one === user ? undefined : (this.#own.get(one) ?? (isHanded ? this.#handed.get(one) : undefined));
        if (id !== undefined && (ids.length > 8 || !ids.includes(id))) ids.push(id);
      }
    }
    if (ids.length > 8) return [...new Set(ids)].toSorted();
    return ids.length > 1 ? ids.sort() : ids;
  }
}

/** What its parents hand down is kept with a table: it makes no difference until the table leaves them. */
function withClones(object: SchemaObject, clones: readonly SchemaObject[]): SchemaObject {
  return clones.length === 0 ? object : { ...object, aside: storable({ clones }) };
}
