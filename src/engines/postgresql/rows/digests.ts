import type { Carry } from "../../../model/plan.ts";
import type { Outline, Schema } from "../../../model/schema.ts";
import type { Connection } from "../../connection.ts";
import type { Digest, DigestField, DigestRequest } from "../../row-proof.ts";
import { quoteLabel, quoteName } from "./quoting.ts";

/** Label of the checksum over whole rows, where no key tells rows apart. */
const wholeRow = "whole row";

/** Checksums per object, one query each. Cost: one scan, a hash for each value. */
export async function digestRows(connection: Connection, requests: readonly DigestRequest[]): Promise<readonly Digest[]> {
  // Loaded here, because the engine itself loads this file, and most commands never sum a row.
  const [{ readRows, toLeadError }, { ownConnection }] = await Promise.all([
    import("../connection/session.ts"),
    import("./own-session.ts"),
  ]);
  const { session, memo } = ownConnection(connection);
  const digests: Digest[] = [];
  for (const request of requests) {
    const known = memo?.digests.get(JSON.stringify(request));
    if (known !== undefined) {
      digests.push(known);
      continue;
    }
    const row = (
      await readRows(session, digestQuery(request)).catch((error: unknown) => {
        throw toLeadError(error, `The rows of ${request.object} could not be summed`);
      })
    )[0];
    const labels = [...request.fields.map((field) => field.label), ...(request.key.length === 0 ? [wholeRow] : [])];
    const digest: Digest = {
      object: request.object,
      rows: Number(row?.["rows"] ?? 0),
      checksums: Object.fromEntries(labels.map((label, index) => [label, String(row?.[`c${index}`] ?? "0")])),
    };
    memo?.digests.set(JSON.stringify(request), digest);
    digests.push(digest);
  }
  return digests;
}

function digestQuery(request: DigestRequest): string {
  if (request.grain === "rows" && request.key.length > 0) return rowsQuery(request);
  const values = request.fields.map((field) => valueText(`(${field.expression})`));
  const key = request.key.length === 0 ? "''" : request.key.map((name) => valueText(quoteName(name))).join(" || ");
  const sums = [
    ...values.map((value) => `k.key || ${value}`),
    ...(request.key.length === 0 ? [values.length === 0 ? "''" : values.join(" || ")] : []),
  ];
  const columns = sums.map((sum, index) => `coalesce(sum(pg_catalog.hashtextextended(${sum}, 0)::numeric), 0)::text as c${index}`);
  return `select count(*) as rows${columns.map((column) => `,\n       ${column}`).join("")}\n  from ${quoteLabel(request.object)} cross join lateral (select ${key} as key) k`;
}

/** The text of a row tells NULL from every value and keeps fields apart: one call a row instead of a dozen a field. */
function rowsQuery(request: DigestRequest): string {
  const row = `row(${request.key.map(quoteName).join(", ")})::text`;
  return `select count(*) as rows,\n       coalesce(sum(pg_catalog.hashtextextended(${row}, 0)::numeric), 0)::text as c0\n  from ${quoteLabel(request.object)}`;
}

/** NULL differs from every text; a separator keeps neighbours apart; numbers print without trailing zeros, so that width and scale do not matter. */
function valueText(expression: string): string {
  const text = `case when pg_catalog.pg_typeof(${expression}) = 'numeric'::regtype then pg_catalog.trim_scale(${expression}::text::numeric)::text else ${expression}::text end`;
  return `coalesce('v' || (${text}) || chr(31), 'n' || chr(31))`;
}

/** Requests for both sides of a plan: fields that must be equal, and those that must equal their rule. */
export function makeDigestRequests(
  from: Schema,
  to: Schema,
  carries: readonly Carry[],
): { readonly before: readonly DigestRequest[]; readonly after: readonly DigestRequest[] } {
  const before: DigestRequest[] = [];
  const after: DigestRequest[] = [];
  const afterByLabel = tablesOf(to);
  for (const [label, old] of tablesOf(from)) {
    const renamed = afterByLabel.has(label)
      ? label
      : carries.find((carry) => carry.objectBefore === label && afterByLabel.has(carry.objectAfter))?.objectAfter;
    const now = renamed === undefined ? undefined : afterByLabel.get(renamed);
    if (now === undefined) continue;
    const own = carries.filter((carry) => carry.objectBefore === label && carry.objectAfter === now.label);
    const pair = pairObject(old, now, own);
    before.push(pair.before);
    after.push(pair.after);
  }
  return { before, after };
}

/** Objects that hold rows of their own; views are their queries. */
function tablesOf(schema: Schema): ReadonlyMap<string, Outline> {
  return new Map(
    schema.objects.flatMap((object) =>
      object.outline === undefined || /view/.test(object.kind) ? [] : [[object.outline.label, object.outline] as const],
    ),
  );
}

function pairObject(
  old: Outline,
  now: Outline,
  carries: readonly Carry[],
): { readonly before: DigestRequest; readonly after: DigestRequest } {
  const carriedBefore = new Set(carries.flatMap((carry) => (carry.fieldBefore === null ? [] : [carry.fieldBefore])));
  const carriedAfter = new Set(carries.flatMap((carry) => (carry.fieldAfter === null ? [] : [carry.fieldAfter])));
  const isThere = (outline: Outline, name: string): boolean => outline.fields.some((field) => field.name === name);
  // A field that feeds others (a split) keeps its own values as long as it is there.
  const isPlain = (name: string): boolean =>
    isThere(now, name) &&
    !carriedAfter.has(name) &&
    (!carriedBefore.has(name) || !carries.some((carry) => carry.fieldBefore === name && carry.forward === null));
  const plain = old.fields.map((field) => field.name).filter(isPlain);
  const fieldsBefore: DigestField[] = plain.map((name) => ({ label: name, expression: quoteName(name) }));
  const fieldsAfter: DigestField[] = [...fieldsBefore];
  for (const carry of carries) {
    if (carry.fieldAfter === null || carry.forward === null || !isThere(now, carry.fieldAfter)) continue;
    fieldsBefore.push({ label: carry.fieldAfter, expression: carry.forward });
    fieldsAfter.push({ label: carry.fieldAfter, expression: quoteName(carry.fieldAfter) });
  }
  const key = pairKey(old, now, carries, plain);
  return {
    before: { object: old.label, key: key.map((part) => part.before), fields: fieldsBefore },
    after: { object: now.label, key: key.map((part) => part.after), fields: fieldsAfter },
  };
}

interface KeyPart {
  readonly before: string;
  readonly after: string;
}

/** The primary key, if both sides have the same one but for names; empty otherwise. */
function pairKey(old: Outline, now: Outline, carries: readonly Carry[], plain: readonly string[]): readonly KeyPart[] {
  const primary = (outline: Outline): readonly string[] => outline.keys.find((key) => key.kind === "primary")?.fields ?? [];
  const parts = primary(old).flatMap((name): readonly KeyPart[] => {
    if (plain.includes(name)) return [{ before: name, after: name }];
    const carry = carries.find((candidate) => candidate.fieldBefore === name && candidate.fieldAfter !== null && isRename(candidate));
    return carry?.fieldAfter === undefined || carry.fieldAfter === null ? [] : [{ before: name, after: carry.fieldAfter }];
  });
  const isSame =
    parts.length > 0 &&
    parts.length === primary(old).length &&
    [...parts.map((part) => part.after)].sort().join("\0") === [...primary(now)].sort().join("\0");
  return isSame ? parts : [];
}

function isRename(carry: Carry): boolean {
  const forward = carry.forward?.trim() ?? "";
  return forward === carry.fieldBefore || forward === quoteName(carry.fieldBefore ?? "");
}
