import { parseName, printName } from "../../../model/name.ts";
import type { Block } from "../../../model/plan.ts";
import type { HeldLock, ObjectAccess } from "../../../model/review.ts";
import type { ParsedStatement } from "../../engine.ts";
import { unwrap } from "../parse/tree.ts";
import type { CatalogueChange } from "./catalogue.ts";
import type { Answer } from "./session.ts";
import { type Relation, type Snapshot, strengthOf, writesOf } from "./snapshot.ts";

/** What the snapshots around one statement show. */
export interface Observation {
  readonly blocks: readonly Block[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly created: readonly string[];
  readonly altered: readonly string[];
  readonly dropped: readonly string[];
  readonly rowsWritten: number;
  readonly access: readonly ObjectAccess[];
}
export interface Observed {
  readonly statement: ParsedStatement;
  /** When the transaction began: what is not in it is invisible to others, so a lock on it blocks nobody. */
  readonly start: Snapshot;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly answer: Answer | null;
  /** What the catalogue shows of a statement whose text does not tell everything. */
  readonly catalogue: CatalogueChange | null;
}

const tableKinds = new Set(["r", "p", "m", "v", "f", "S"]);
const dataKinds = new Set(["r", "m"]);

export function observe(observed: Observed): Observation {
  const { statement, before, after, answer, catalogue } = observed;
  const kind = unwrap(statement.tree)?.kind ?? "";
  const rewrites = kind === "TruncateStmt" ? [] : compareRelations(observed, (old, now) => old.fileNode !== now.fileNode);
  const scans = compareRelations(observed, (old, now) => now.counters.scans > old.counters.scans);
  const created = listDifference(after, before, statement);
  const dropped = listDifference(before, after, statement);
  return {
    blocks: readBlocks(observed, kind, rewrites, scans),
    rewrites,
    scans,
    created: merge(created, otherTouches(statement, after, "create"), catalogue?.created ?? []),
    altered: merge(alteredBy(statement, before, after), catalogue?.altered ?? []),
    dropped: merge(dropped, otherTouches(statement, before, "drop"), catalogue?.dropped ?? []),
    rowsWritten: countWritten(kind, before, after, answer),
    access: readAccess(before, after),
  };
}

/** Locks that a statement added to those of its transaction, on what others can see, indexes and sequences too. */
export function locksTaken({ start, before, after }: Pick<Observed, "start" | "before" | "after">): readonly Omit<HeldLock, "heldMs">[] {
  return [...after.locks].flatMap(([oid, mode]) => {
    const relation = start.relations.get(oid);
    const held = before.locks.get(oid);
    if (relation === undefined || (held !== undefined && strengthOf(held) >= strengthOf(mode))) return [];
    return [nameLock(after.relations.get(oid) ?? relation, mode)];
  });
}

/** A lock by label, kind of relation and documented mode. */
export function nameLock(relation: Relation, mode: string): Omit<HeldLock, "heldMs"> {
  const kind = /[iI]/.test(relation.kind) ? "index" : relation.kind === "S" ? "sequence" : relation.kind === "v" ? "view" : "table";
  return { object: relation.label, kind, vendorMode: documentedMode(mode) };
}

function readAccess(before: Snapshot, after: Snapshot): readonly ObjectAccess[] {
  return [...after.relations.values()].flatMap((now) => {
    const old = before.relations.get(now.oid)?.counters;
    const since = (name: keyof Relation["counters"]): number => Math.max(0, now.counters[name] - (old?.[name] ?? 0));
    const access: ObjectAccess = {
      object: now.label,
      kind: now.kind === "i" ? "index" : "table",
      scans: since("scans"),
      rowsRead: since("read"),
      inserted: since("inserted"),
      updated: since("updated"),
      deleted: since("deleted"),
    };
    const isTouched = access.scans + access.rowsRead + access.inserted + access.updated + access.deleted > 0;
    return isTouched ? [access] : [];
  });
}

/** Relations of `one` that `other` lacks; indexes and sequences that came or went with their table are part of it. */
function listDifference(one: Snapshot, other: Snapshot, statement: ParsedStatement): readonly string[] {
  const isNamed = (relation: Relation): boolean => statement.touches.some((touch) => parseName(touch.name).at(-1) === relation.name);
  const fresh = [...one.relations.values()].filter((relation) => !other.relations.has(relation.oid));
  const isPart = (relation: Relation): boolean => relation.table !== null && fresh.some((owner) => owner.oid === relation.table);
  return fresh.filter((relation) => isNamed(relation) || (relation.kind !== "S" && !isPart(relation))).map((relation) => relation.label);
}

/** Labels of data relations that were there when the transaction began and for which `differs`. */
function compareRelations({ start, before, after }: Observed, differs: (old: Relation, now: Relation) => boolean): readonly string[] {
  return [...before.relations.values()].flatMap((old) => {
    const now = after.relations.get(old.oid);
    return now !== undefined && start.relations.has(old.oid) && dataKinds.has(old.kind) && differs(old, now) ? [now.label] : [];
  });
}

function readBlocks(
  { statement, start, before, after }: Observed,
  kind: string,
  rewrites: readonly string[],
  scans: readonly string[],
): readonly Block[] {
  return [...after.locks].flatMap(([oid, mode]) => {
    const relation = start.relations.get(oid);
    const held = before.locks.get(oid);
    if (relation === undefined || !tableKinds.has(relation.kind) || strengthOf(mode) <= 0) return [];
    if (relation.kind === "S" && !statement.touches.some((touch) => parseName(touch.name).at(-1) === relation.name)) return [];
    if (held !== undefined && strengthOf(held) >= strengthOf(mode)) return [];
    const label = after.relations.get(oid)?.label ?? relation.label;
    return [blockOf(label, mode, durationOf(label, kind, rewrites, scans))];
  });
}

function durationOf(label: string, kind: string, rewrites: readonly string[], scans: readonly string[]): Block["for"] {
  if (rewrites.includes(label)) return "rewrite";
  if (kind === "IndexStmt" || kind === "ReindexStmt") return "build";
  if (/^(?:Insert|Update|Delete|Merge|Select|Truncate|Lock)Stmt$/.test(kind)) return "transaction";
  return scans.includes(label) ? "scan" : "moment";
}

const effects: Readonly<Record<string, Block["blocks"]>> = {
  ShareUpdateExclusiveLock: "ddl",
  ShareLock: "writes",
  ShareRowExclusiveLock: "writes",
  ExclusiveLock: "writes",
  AccessExclusiveLock: "reads-and-writes",
};

export function blockOf(object: string, mode: string, duration: Block["for"]): Block {
  return { object, blocks: effects[mode] ?? "nothing", vendorMode: documentedMode(mode), for: duration };
}

/** `AccessExclusiveLock` is documented, and shown, as `ACCESS EXCLUSIVE`. */
export function documentedMode(mode: string): string {
  return mode
    .replace(/Lock$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
}

/** The relation that a name written in a statement means; unqualified: the only one of that name, or the one in public. */
export function resolveLabel(name: string, snapshot: Snapshot): string | null {
  const parts = parseName(name);
  const all = [...snapshot.relations.values()];
  const last = parts.at(-1);
  if (parts.length > 1) return all.find((relation) => relation.label === printName(parts))?.label ?? null;
  const named = all.filter((relation) => relation.name === last);
  return (named.find((relation) => relation.schema === "public") ?? named[0])?.label ?? null;
}

/** Objects that are no relations (types, functions, schemas) are told by the text alone. */
function otherTouches(statement: ParsedStatement, snapshot: Snapshot, how: "create" | "drop"): readonly string[] {
  return statement.touches.filter((touch) => touch.how === how && resolveLabel(touch.name, snapshot) === null).map((touch) => touch.name);
}

function alteredBy(statement: ParsedStatement, before: Snapshot, after: Snapshot): readonly string[] {
  const names = statement.touches
    .filter((touch) => touch.how === "alter")
    .map((touch) => resolveLabel(touch.name, after) ?? resolveLabel(touch.name, before) ?? touch.name);
  return [...new Set(names)];
}

function merge(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}

function countWritten(kind: string, before: Snapshot, after: Snapshot, answer: Answer | null): number {
  if (/^(?:Insert|Update|Delete|Merge)Stmt$/.test(kind)) return answer?.rowCount ?? 0;
  if (/^(?:AlterTable|Index|Truncate|Vacuum|Cluster|RefreshMatView)Stmt$/.test(kind)) return 0;
  let written = 0;
  for (const now of after.relations.values()) written += Math.max(0, writesOf(now) - countBefore(before, now));
  return written;
}

function countBefore(before: Snapshot, now: Relation): number {
  const old = before.relations.get(now.oid);
  return old === undefined ? 0 : writesOf(old);
}
