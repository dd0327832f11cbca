import type { SchemaObject } from "../../../model/schema.ts";
import { type CommentRow, readComment } from "../objects/comment.ts";
import { type GrantRow, readGrant } from "../objects/grant.ts";
import { type OwnerRow, readOwner } from "../objects/owner.ts";
import type { Found } from "./reader.ts";

export interface AttachedFacts {
  readonly found: readonly Found[];
  readonly grants: readonly GrantRow[];
  readonly comments: readonly CommentRow[];
  readonly owners: readonly OwnerRow[];
  readonly labels: readonly SchemaObject[];
}

/** Grants, comments, owners and labels, each as an object on what it stands on; what stands on something unknown is left out. */
export function collectAttached(facts: AttachedFacts): readonly SchemaObject[] {
  const byKey = attachable(facts);
  const at = ({ class: catalogue, oid }: { readonly class: string; readonly oid: number }) => byKey.get(`${catalogue}/${oid}`);
  const grants = facts.grants.flatMap((row) => {
    const on = at(row);
    const grant = on === undefined ? null : readGrant(row, on);
    return grant === null ? [] : [grant];
  });
  const comments = facts.comments.flatMap((row) => {
    const on = (row.sub > 0 ? byKey.get(`${row.class}/${row.oid}/${row.sub}`) : undefined) ?? at(row);
    return on === undefined ? [] : [readComment(row, on)];
  });
  const owners = facts.owners.flatMap((row) => {
    const on = at(row);
    const owner = on === undefined ? null : readOwner(row, on);
    return owner === null ? [] : [owner];
  });
  return [...grants, ...comments, ...owners, ...facts.labels].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What something stands on, by its address: the few objects of many that the rows speak of. */
function attachable({ found, grants, comments, owners }: AttachedFacts): ReadonlyMap<string, SchemaObject> {
  const spoken = new Set<string>();
  for (const { class: catalogue, oid } of [...grants, ...comments, ...owners]) spoken.add(`${catalogue}/${oid}`);
  for (const { class: catalogue, oid, sub } of comments) if (sub > 0) spoken.add(`${catalogue}/${oid}/${sub}`);
  const byKey = new Map<string, SchemaObject>();
  if (spoken.size === 0) return byKey;
  for (const { object, keys } of found) {
    const [first, ...others] = keys;
    if (first !== undefined && spoken.has(first)) byKey.set(first, object);
    // The rule behind a view, the row type of a table: a comment there is none of the object's.
    if (object.kind === "composite-type") for (const key of others) byKey.set(key, object);
    if (object.kind === "domain") for (const key of others) if (key.startsWith("pg_constraint/")) byKey.set(key, object);
  }
  return byKey;
}
