import { createHash } from "node:crypto";
import { LeadError } from "../../../model/error.ts";
import type { JsonValue } from "../../../model/json.ts";
import { parseName } from "../../../model/name.ts";
import type { Digest, DigestRequest } from "../../row-proof.ts";
import { readExpression } from "../forms/transformation.ts";
import { bsonTypeOf } from "../sample.ts";
import { rest, skip } from "./digest-requests.ts";
import type { Document } from "../schema.ts";
import { errorOf, type Session } from "../session.ts";

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

/** Whole documents are compared by their bytes: where those differ, fields are read one by one, and then by what they say. */
async function digestWhole(session: Session, request: DigestRequest): Promise<Digest> {
  const collection = parseName(request.object)[0] ?? request.object;
  let rows = 0;
  let sum = 0n;
  for await (const bytes of session.walkBytes({ aggregate: collection, pipeline: matchOf(request), cursor: { batchSize: 1000 } })) {
    rows += 1;
    const digest = createHash("sha256").update(bytes).digest();
    sum = BigInt.asUintN(128, sum + (digest.readBigUInt64BE(0) << 64n) + digest.readBigUInt64BE(8));
  }
  return { object: request.object, rows, checksums: Object.fromEntries(request.fields.map((field) => [field.label, sum.toString(16)])) };
}

async function digestOne(session: Session, request: DigestRequest): Promise<Digest> {
  if (request.grain === "rows") return digestWhole(session, request);
  const collection = parseName(request.object)[0] ?? request.object;
  const sums = request.fields.map(() => 0n);
  let rows = 0;
  const cursor = session.walk({
    aggregate: collection,
    pipeline: [...matchOf(request), projectionOf(request)],
    cursor: { batchSize: 1000 },
  });
  for await (const document of cursor) {
    rows += 1;
    const key = canonical(document["_id"]);
    for (const [at, field] of request.fields.entries()) {
      if (field.expression.startsWith(skip)) continue;
      const value = field.expression.startsWith(rest) ? without(document["whole"], field.expression) : document[`f${at}`];
      sums[at] = ((sums[at] ?? 0n) + hash(`${key}\u0000${canonical(value)}`)) % 2n ** 128n;
    }
  }
  return {
    object: request.object,
    rows,
    checksums: Object.fromEntries(request.fields.map((field, at) => [field.label, (sums[at] ?? 0n).toString(16)])),
  };
}

/** Documents that the change itself puts in are left out. */
function matchOf(request: DigestRequest): readonly Document[] {
  const left = request.fields.flatMap(({ expression }) =>
    expression.startsWith(skip) ? [JSON.parse(expression.slice(skip.length)) as Document] : [],
  );
  return left.length === 0 ? [] : [{ $match: { $nor: left } }];
}

function projectionOf(request: DigestRequest): Document {
  const fields = request.fields.map((field, at) =>
    field.expression.startsWith(skip)
      ? ([`f${at}`, { $literal: null }] as const)
      : field.expression.startsWith(rest)
        ? (["whole", "$$ROOT"] as const)
        : ([`f${at}`, projected(readExpression(field.expression))] as const),
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
