import { createHash } from "node:crypto";
import { LeadError } from "../../../model/error.ts";
import type { JsonValue } from "../../../model/json.ts";
import { parseName, printName } from "../../../model/name.ts";
import type { Carry } from "../../../model/plan.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { Digest, DigestField, DigestRequest, RowProof } from "../../row-proof.ts";
import { readExpression } from "../forms/transformation.ts";
import { dotted, parsePath } from "../path.ts";
import { bsonTypeOf } from "../sample.ts";
import { collectionOf, type Document } from "../schema.ts";
import { errorOf, type Session } from "../session.ts";

/** Begins the expression of all that the other fields of a request do not name. */
const rest = "all but ";

/** Top-level fields as they are; fields that a rule changes by their rule; what nobody names as one. */
export function digestRequests(from: Schema, to: Schema, carries: readonly Carry[]): ReturnType<RowProof["digestRequests"]> {
  const [before, after]: [DigestRequest[], DigestRequest[]] = [[], []];
  for (const old of from.objects) {
    if (old.kind !== "collection") continue;
    const label = printName([collectionOf(old).name]);
    const own = carries.filter((carry) => carry.objectBefore === label);
    const labelAfter = own[0]?.objectAfter ?? label;
    const now = to.objects.find((object) => object.kind === "collection" && printName([collectionOf(object).name]) === labelAfter);
    if (now === undefined) continue;
    const pairs = fieldPairs(
      old,
      now,
      own.filter((carry) => carry.fieldBefore !== "_id"),
    );
    before.push({ object: label, key: ["_id"], fields: pairs.map((pair) => pair.before) });
    after.push({ object: labelAfter, key: ["_id"], fields: pairs.map((pair) => pair.after) });
  }
  return { before, after };
}

interface FieldPair {
  readonly before: DigestField;
  readonly after: DigestField;
}

function fieldPairs(old: SchemaObject, now: SchemaObject, carries: readonly Carry[]): readonly FieldPair[] {
  const pair = (label: string, before: string, after: string): FieldPair => ({
    before: { label, expression: before },
    after: { label, expression: after },
  });
  const carried = carries.flatMap((carry): readonly FieldPair[] => {
    if (carry.fieldAfter !== null && carry.forward !== null)
      return [pair(carry.fieldAfter, carry.forward, pathExpression(carry.fieldAfter))];
    if (carry.fieldBefore !== null && carry.backward !== null)
      return [pair(carry.fieldBefore, pathExpression(carry.fieldBefore), carry.backward)];
    return [];
  });
  const told = carries.flatMap((carry) => [carry.fieldBefore ?? [], carry.fieldAfter ?? []].flat());
  const roots = new Set(told.map(rootOf));
  const paths = [...new Set([...pathsOf(old), ...pathsOf(now)])];
  const whole = [...new Set(paths.map(rootOf))].filter((root) => !roots.has(root));
  const touched = (path: string): boolean =>
    told.some(
      (one) =>
        one === path ||
        one.startsWith(`${path}.`) ||
        path.startsWith(`${one}.`) ||
        one.startsWith(`${path}[]`) ||
        path.startsWith(`${one}[]`),
    );
  const leaves = paths.filter(
    (path) => roots.has(rootOf(path)) && !touched(path) && !paths.some((other) => other !== path && other.startsWith(`${path}.`)),
  );
  const names = [...new Set([...whole, ...roots])].toSorted();
  const others = `${rest}${JSON.stringify(names)}`;
  return [
    ...carried,
    ...whole.map((root) => pair(root, pathExpression(root), pathExpression(root))),
    ...leaves.map((path) => pair(path, pathExpression(path), pathExpression(path))),
    pair("*", others, others),
  ];
}

function pathsOf(object: SchemaObject): readonly string[] {
  return (object.outline?.fields ?? []).map((field) => field.name);
}
function rootOf(path: string): string {
  return parsePath(path)[0]?.name ?? path;
}
function pathExpression(path: string): string {
  const parts = parsePath(path);
  const isPlain = parts.every((part) => /^[^$.]+$/.test(part.name));
  if (isPlain && parts.length > 0) return `$${dotted(parts)}`;
  return JSON.stringify({ $getField: { $literal: parts[0]?.name ?? path } });
}

/** Sums of hashes over key and value: independent of the order of documents and of fields in them, and of a number's width. Documents never leave this process. */
export async function digestDocuments(session: Session, requests: readonly DigestRequest[]): Promise<readonly Digest[]> {
  const digests: Digest[] = [];
  for (const request of requests) {
    try {
      digests.push(await digestOne(session, request));
    } catch (cause) {
      throw new LeadError(
        "shadow-failed",
        `documents of ${request.object} could not be read for their checksum: ${errorOf(cause).message}`,
        { cause },
      );
    }
  }
  return digests;
}

async function digestOne(session: Session, request: DigestRequest): Promise<Digest> {
  const collection = parseName(request.object)[0] ?? request.object;
  const isWhole = request.grain === "rows";
  const sums = request.fields.map(() => 0n);
  let rows = 0;
  const cursor = session.walk({ aggregate: collection, pipeline: isWhole ? [] : [projectionOf(request)], cursor: { batchSize: 1000 } });
  for await (const document of cursor) {
    rows += 1;
    const key = canonical(document["_id"]);
    for (const [at, field] of request.fields.entries()) {
      const value = isWhole
        ? document
        : field.expression.startsWith(rest)
          ? without(document["whole"], field.expression)
          : document[`f${at}`];
      sums[at] = ((sums[at] ?? 0n) + hash(`${key}\u0000${canonical(value)}`)) % 2n ** 128n;
    }
  }
  return {
    object: request.object,
    rows,
    checksums: Object.fromEntries(request.fields.map((field, at) => [field.label, (sums[at] ?? 0n).toString(16)])),
  };
}

function projectionOf(request: DigestRequest): Document {
  const fields = request.fields.map((field, at) =>
    field.expression.startsWith(rest) ? (["whole", "$$ROOT"] as const) : ([`f${at}`, projected(readExpression(field.expression))] as const),
  );
  return { $project: { _id: 1, ...Object.fromEntries(fields) } };
}
/** In a projection a plain number or boolean would include a field. */
function projected(value: JsonValue): JsonValue {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value
    : typeof value === "string" && value.startsWith("$")
      ? value
      : { $literal: value };
}

function without(document: unknown, expression: string): unknown {
  const names = new Set(JSON.parse(expression.slice(rest.length)) as readonly string[]);
  return Object.fromEntries(
    Object.entries((document ?? {}) as Readonly<Record<string, unknown>>).filter(([name]) => !names.has(name) && name !== "_id"),
  );
}

function hash(text: string): bigint {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 32)}`);
}

/** Equal values print equally: whole numbers of any width alike, fields in the order of their names. */
export function canonical(value: unknown): string {
  if (value === undefined) return "missing";
  const type = bsonTypeOf(value);
  switch (type) {
    case "array":
      return `[${(value as readonly unknown[]).map(canonical).join(",")}]`;
    case "object":
      return `{${Object.entries(value as Readonly<Record<string, unknown>>)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
        .join(",")}}`;
    case "int":
    case "long":
    case "double":
    case "decimal":
      return `number:${plainNumber(String(value))}`;
    case "date":
      return `date:${Number(value)}`;
    case "binData":
      return `binData:${JSON.stringify(value)}`;
    default:
      return `${type}:${type === "regex" || type === "javascript" ? JSON.stringify(value) : String(value)}`;
  }
}

/** `7`, `7.0` and `7.00` are one number; what a double cannot hold stays as it is written. */
function plainNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text === "-0" ? "0" : text;
  const trimmed = /^(-?\d+)\.0*$/.exec(text)?.[1];
  if (trimmed !== undefined) return trimmed;
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/0+$/, "") : text;
}
