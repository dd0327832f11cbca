import type { Schema, SchemaObject } from "../../model/schema.ts";
import { readBodies } from "./introspect/bodies.ts";
import { castUses } from "./introspect/cast-uses.ts";
import { type AttachedFacts, collectAttached } from "./introspect/attached.ts";
import { dependencyQuery, identitySequenceQuery, memberQuery } from "./introspect/dependencies.ts";
import { collectEdges, type EdgeFacts } from "./introspect/edges.ts";
import { addOutlines } from "./introspect/outlines.ts";
import { type Found, presentReaders, readRows, type RunQuery } from "./introspect/reader.ts";
import { withFixedPrinting } from "./introspect/session.ts";
import { unmodelledQuery } from "./introspect/unmodelled.ts";
import { normalizeObject } from "./normalize.ts";
import { commentQuery } from "./objects/comment.ts";
import { storable } from "./objects/draft.ts";
import { grantQuery } from "./objects/grant.ts";
import { ownerQuery } from "./objects/owner.ts";
import { modelledKinds } from "./objects/registry.ts";
import { readSecurityLabels } from "./objects/security-label.ts";

interface Facts extends EdgeFacts, AttachedFacts {
  readonly version: string;
  readonly unmodelled: readonly { readonly name: string }[];
}

/**
 * The schema of the database that `run` asks, one query a kind whatever its size (PostgreSQL 14 to 18). `run` must ask one and the same session;
 * its printing settings are changed for the reading and put back. Roles and rows are not part of a schema.
 */
export async function introspectPostgresql(run: RunQuery): Promise<Schema> {
  return assemble(await withFixedPrinting(run, () => readFacts(run)));
}

async function readFacts(run: RunQuery): Promise<Facts> {
  const [server] = await readRows<{ readonly version: string }>(run, "select current_setting('server_version') as version");
  const version = (server?.version ?? "").split(" ")[0] ?? "";
  const major = Number.parseInt(version, 10);
  const readers = await presentReaders(
    run,
    modelledKinds.map(({ reader }) => reader),
    major,
  );
  const found: Found[] = [];
  const clones: Found[] = [];
  const known = new Set<string>();
  for (const reader of readers) {
    for (const row of await readRows<unknown>(run, reader.query(major))) {
      const one = reader.read(row);
      if (one.object.parent !== undefined && !known.has(one.object.parent)) continue;
      known.add(one.object.id);
      (one.isClone === true ? clones : found).push(one);
    }
  }
  return {
    version,
    found,
    clones,
    grants: await readRows(run, grantQuery),
    comments: await readRows(run, commentQuery),
    owners: await readRows(run, ownerQuery),
    labels: await readSecurityLabels(run, found),
    dependencies: await readRows(run, dependencyQuery),
    members: await readRows(run, memberQuery),
    identities: await readRows(run, identitySequenceQuery),
    unmodelled: await readRows(run, unmodelledQuery),
  };
}

async function assemble(facts: Facts): Promise<Schema> {
  const edges = collectEdges(facts);
  const attached = collectAttached(facts);
  const ids = new Set([...facts.found.map(({ object }) => object.id), ...attached.map(({ id }) => id)]);
  const handed = new Set(facts.clones.map(({ object }) => object.id));
  const complete = (object: SchemaObject, extra: Iterable<string> = []): SchemaObject => ({
    ...object,
    dependsOn: [...new Set([...object.dependsOn, ...(edges.get(object.id) ?? []), ...extra])]
      .filter((id) => id !== object.id && (ids.has(id) || (handed.has(id) && handed.has(object.id))))
      .toSorted(),
  });
  const clones = Map.groupBy(
    facts.clones.map(({ object }) => normalizeObject(complete(object))),
    ({ parent = "" }) => parent,
  );
  const objects = [...facts.found.map(({ object }) => object), ...attached].map((object) =>
    withClones(normalizeObject(complete(object)), clones.get(object.id) ?? []),
  );
  const bodies = await readBodies(objects);
  const casts = castUses(objects);
  const withBodies = objects.map((object) =>
    complete(object, [...(bodies.references.get(object.id) ?? []), ...(casts.get(object.id) ?? [])]),
  );
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

/** What its parents hand down is kept with a table: it makes no difference until the table leaves them. */
function withClones(object: SchemaObject, clones: readonly SchemaObject[]): SchemaObject {
  return clones.length === 0 ? object : { ...object, aside: storable({ clones }) };
}
