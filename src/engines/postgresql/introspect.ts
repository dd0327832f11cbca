import type { Schema, SchemaObject } from "../../model/schema.ts";
import { readBodies } from "./introspect/bodies.ts";
import {
  type DependencyRow,
  dependencyQuery,
  type IdentitySequenceRow,
  identitySequenceQuery,
  type MemberRow,
  memberQuery,
} from "./introspect/dependencies.ts";
import { addOutlines } from "./introspect/outlines.ts";
import { type Found, readRows, type RunQuery } from "./introspect/reader.ts";
import { withFixedPrinting } from "./introspect/session.ts";
import { unmodelledQuery } from "./introspect/unmodelled.ts";
import { normalizeObject } from "./normalize.ts";
import { type CommentRow, commentQuery, readComment } from "./objects/comment.ts";
import { type GrantRow, grantQuery, readGrant } from "./objects/grant.ts";
import { modelledKinds } from "./objects/registry.ts";

interface Facts {
  readonly version: string;
  readonly found: readonly Found[];
  readonly grants: readonly GrantRow[];
  readonly comments: readonly CommentRow[];
  readonly dependencies: readonly DependencyRow[];
  readonly members: readonly MemberRow[];
  readonly identities: readonly IdentitySequenceRow[];
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
  const found: Found[] = [];
  const known = new Set<string>();
  for (const { reader } of modelledKinds) {
    for (const row of await readRows<unknown>(run, reader.query)) {
      const one = reader.read(row);
      if (one.object.parent !== undefined && !known.has(one.object.parent)) continue;
      known.add(one.object.id);
      found.push(one);
    }
  }
  const [server] = await readRows<{ readonly version: string }>(run, "select current_setting('server_version') as version");
  return {
    version: (server?.version ?? "").split(" ")[0] ?? "",
    found,
    grants: await readRows(run, grantQuery),
    comments: await readRows(run, commentQuery),
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
  const complete = (object: SchemaObject, extra: Iterable<string> = []): SchemaObject => ({
    ...object,
    dependsOn: [...new Set([...object.dependsOn, ...(edges.get(object.id) ?? []), ...extra])]
      .filter((id) => id !== object.id && ids.has(id))
      .toSorted(),
  });
  const objects = [...facts.found.map(({ object }) => object), ...attached].map((object) => normalizeObject(complete(object)));
  const bodies = await readBodies(objects);
  const withBodies = objects.map((object) => complete(object, bodies.references.get(object.id)));
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

/** Ids that each object uses, by the server's own book of dependencies. */
function collectEdges(facts: Facts): ReadonlyMap<string, ReadonlySet<string>> {
  const idOf = new Map(facts.found.flatMap(({ object, keys }) => keys.map((key) => [key, object.id] as const)));
  for (const { oid, tableOid, sub } of facts.identities) {
    const owner = idOf.get(`pg_class/${tableOid}/${sub}`);
    if (owner !== undefined) idOf.set(`pg_class/${oid}`, owner);
  }
  for (const { class: catalogue, oid, extension } of facts.members) idOf.set(`${catalogue}/${oid}`, extensionId(facts, extension));
  const lookUp = (catalogue: string, oid: number, sub: number) => idOf.get(`${catalogue}/${oid}/${sub}`) ?? idOf.get(`${catalogue}/${oid}`);
  const edges = new Map<string, Set<string>>();
  for (const row of facts.dependencies) {
    const [user, used] = [lookUp(row.class, row.oid, row.sub), lookUp(row.refClass, row.refOid, row.refSub)];
    if (user === undefined || used === undefined || user === used) continue;
    // A sequence belongs to its column, which needs it: the tie is part of the sequence's definition.
    if (user.startsWith("sequence:") && (used.startsWith("column:") || used.startsWith("table:"))) continue;
    const known = edges.get(user);
    if (known === undefined) edges.set(user, new Set([used]));
    else known.add(used);
  }
  return edges;
}

function extensionId(facts: Facts, name: string): string {
  return (
    facts.found.find(({ object }) => object.kind === "extension" && (object.definition as { readonly name: string }).name === name)?.object
      .id ?? ""
  );
}

function collectAttached(facts: Facts): readonly SchemaObject[] {
  const byKey = new Map(facts.found.map(({ object, keys }) => [keys[0] ?? "", object] as const));
  const grants = facts.grants.flatMap((row) => {
    const on = byKey.get(`${row.class}/${row.oid}`);
    const grant = on === undefined ? null : readGrant(row, on);
    return grant === null ? [] : [grant];
  });
  const comments = facts.comments.flatMap((row) => {
    const on = (row.sub > 0 ? byKey.get(`${row.class}/${row.oid}/${row.sub}`) : undefined) ?? byKey.get(`${row.class}/${row.oid}`);
    return on === undefined ? [] : [readComment(row, on)];
  });
  return [...grants, ...comments].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
