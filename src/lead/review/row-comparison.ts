import type { Connection } from "../../engines/connection.ts";
import type { Engine } from "../../engines/engine.ts";
import type { Digest, DigestRequest } from "../../engines/row-proof.ts";
import type { Carry } from "../../model/plan.ts";
import type { RowComparison } from "../../model/review.ts";
import { locateObject, type Schema } from "../../model/schema.ts";

/** What to read, and where. */
export interface RowSource {
  readonly connection: Connection;
  readonly requests: readonly DigestRequest[];
}
export interface RowReading {
  readonly requests: readonly DigestRequest[];
  readonly digests: readonly Digest[];
}

/**
 * Reads both sides. Objects whose fields are read alike on both sides get one checksum over whole rows first, field by field only where that differs:
 * most of a schema is not touched by a change, and hashing every value of it would take most of a review's time.
 */
export async function readBoth(engine: Engine, one: RowSource, other: RowSource): Promise<readonly [RowReading, RowReading]> {
  const isAlike = one.requests.map(
    (request, index) => JSON.stringify(request) === JSON.stringify(other.requests[index]) && request.fields.length > 0,
  );
  const rows = await Promise.all(
    [one, other].map(({ connection, requests }) =>
      engine.rows.digest(connection, requests.filter((_, index) => isAlike[index]).map(coarsen)),
    ),
  );
  const isSettled = new Set(
    one.requests
      .flatMap((_, index) => (isAlike[index] ? [index] : []))
      .filter((_, at) => JSON.stringify(rows[0]?.[at]) === JSON.stringify(rows[1]?.[at])),
  );
  const counts = new Map(
    one.requests.flatMap((_, index) => (isAlike[index] ? [index] : [])).map((index, at) => [index, rows[0]?.[at]?.rows ?? 0]),
  );
  const read = async ({ connection, requests }: RowSource): Promise<RowReading> => {
    const fine = await engine.rows.digest(
      connection,
      requests.filter((_, index) => !isSettled.has(index)),
    );
    let next = 0;
    const digests = requests.map((request, index): Digest => {
      if (isSettled.has(index))
        return {
          object: request.object,
          rows: counts.get(index) ?? 0,
          checksums: Object.fromEntries(request.fields.map(({ label }) => [label, "equal"])),
        };
      next += 1;
      return fine[next - 1] ?? { object: request.object, rows: 0, checksums: {} };
    });
    return { requests, digests };
  };
  return [await read(one), await read(other)];
}

/** One checksum over all fields of a row: every field becomes part of the key of the first. */
export function coarsen(request: DigestRequest): DigestRequest {
  return { object: request.object, key: request.fields.map((field) => field.label), fields: request.fields.slice(0, 1), grain: "rows" };
}

/** Compares two readings pairwise: requests of both sides stand in the same order for the same object, labels tell the fields. */
export function compareRows(before: RowReading, after: RowReading, carries: readonly Carry[]): readonly RowComparison[] {
  return before.requests.map((request, index) => {
    const there = before.digests[index];
    const here = after.digests[index];
    const target = after.requests[index];
    const rules = carries.filter((carry) => carry.objectAfter === target?.object && carry.forward !== null && carry.fieldAfter !== null);
    const equal: string[] = [];
    const byRule: { field: string; rule: string }[] = [];
    const different: string[] = [];
    const labels = new Set([...request.fields.map((field) => field.label), ...Object.keys(there?.checksums ?? {})]);
    for (const label of labels) {
      const isEqual = there?.checksums[label] !== undefined && there.checksums[label] === here?.checksums[label];
      const rule = rules.find((carry) => carry.fieldAfter === label);
      if (!isEqual) different.push(label);
      else if (rule?.forward != null) byRule.push({ field: label, rule: rule.forward });
      else equal.push(label);
    }
    return { object: target?.object ?? request.object, rowsBefore: there?.rows ?? 0, rowsAfter: here?.rows ?? 0, equal, byRule, different };
  });
}

/** Objects of the base with rows that are not there after, and fields with values that are not carried anywhere. */
export interface Losses {
  readonly objects: readonly string[];
  readonly fields: readonly string[];
}
export function findLosses(from: Schema, to: Schema, carries: readonly Carry[], renames: Readonly<Record<string, string>>): Losses {
  const objects: string[] = [];
  const fields: string[] = [];
  for (const object of from.objects) {
    const outline = object.outline;
    if (outline === undefined || outline.keys.length + outline.fields.length === 0 || object.kind.includes("view")) continue;
    const newId = renames[object.id] ?? object.id;
    const counterpart = to.objects.find((candidate) => candidate.id === newId);
    if (counterpart?.outline === undefined) {
      objects.push(outline.label);
      continue;
    }
    const names = new Set(counterpart.outline.fields.map((field) => field.name));
    for (const field of outline.fields) {
      const isCarried = carries.some(
        (carry) => carry.objectBefore === outline.label && carry.fieldBefore === field.name && carry.fieldAfter !== null,
      );
      if (!names.has(field.name) && !isCarried) fields.push(`${outline.label}.${field.name}`);
    }
  }
  return { objects, fields };
}

/** Losses that the plan announces by name: intended, not silent. */
export function isAnnounced(name: string, carries: readonly Carry[], hazardObjects: ReadonlySet<string>, schema: Schema): boolean {
  if (hazardObjects.has(name)) return true;
  const located = locateObject(schema, name);
  return carries.some(
    (carry) =>
      carry.fieldAfter === null &&
      (`${carry.objectBefore}.${carry.fieldBefore ?? ""}` === name || located[0]?.outline.label === carry.objectBefore),
  );
}
