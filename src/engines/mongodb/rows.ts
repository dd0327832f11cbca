import { itemsOf } from "../../model/json.ts";
import { parseName, printName } from "../../model/name.ts";
import type { Plan } from "../../model/plan.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { Connection } from "../connection.ts";
import type { DigestRequest, NewWrites, RowProof, Synthesis, SynthesisRequest } from "../row-proof.ts";
import { MongodbConnection } from "./mongodb-connection.ts";
import { asDocument } from "./normalize.ts";
import { digestRequests } from "./rows/digest-requests.ts";
import { digestDocuments } from "./rows/digest.ts";
import { listedValues, makerFor, ownNumbers } from "./rows/document-maker.ts";
import { findViolations } from "./rows/violations.ts";
import { collectionOf, type Document, findCollection } from "./schema.ts";
import { errorOf, type Session } from "./session.ts";

export const mongodbRows: RowProof = { synthesize, digest, digestRequests, writeAsNewVersion };

function sessionOf(connection: Connection): Session | null {
  return connection instanceof MongodbConnection ? connection.session : null;
}

/** Documents by the sampled shape and the validator; then one for each thing that the desired schema refuses. */
async function synthesize(connection: Connection, request: SynthesisRequest): Promise<Synthesis> {
  const session = sessionOf(connection);
  const collections = request.schema.objects.filter((object) => object.kind === "collection");
  if (session === null)
    return {
      made: {},
      unproven: collections.map((object) => ({ object: object.outline?.label ?? "", reason: "there is no server to hold documents" })),
      violations: [],
    };
  const made: Record<string, number> = {};
  const unproven: { object: string; reason: string }[] = [];
  for (const object of collections) {
    const label = printName([collectionOf(object).name]);
    const filled = request.rows === 0 ? { count: 0, reason: "no documents were asked for" } : await fill(session, object, request);
    if (filled.count > 0) made[label] = filled.count;
    if ((await countDocuments(session, collectionOf(object).name)) === 0) unproven.push({ object: label, reason: filled.reason });
  }
  return { made, unproven, violations: request.desired === null ? [] : findViolations(request.schema, request.desired) };
}

async function fill(
  session: Session,
  object: SchemaObject,
  request: SynthesisRequest,
): Promise<{ readonly count: number; readonly reason: string }> {
  const { name } = collectionOf(object);
  const fit = request.fit === "desired" && request.desired !== null ? findCollection(request.desired, name) : undefined;
  const maker = makerFor(object, fit === undefined ? null : collectionOf(fit).validator);
  const documents = Array.from({ length: request.rows }, (_, index) => maker.make(index + 1));
  const answer = await insert(session, name, documents);
  return { count: answer.inserted, reason: answer.error ?? "the documents made for it were refused" };
}

/** Unordered: one that is refused does not take the others with it. */
async function insert(
  session: Session,
  collection: string,
  documents: readonly Document[],
): Promise<{ readonly inserted: number; readonly error: string | null }> {
  try {
    const answer = await session.run({ insert: collection, documents: documents, ordered: false });
    const [first] = itemsOf(answer["writeErrors"]);
    return {
      inserted: Number(answer["n"] ?? 0),
      error: first === undefined ? null : errorOf(new Error(String(asDocument(first)["errmsg"]))).message,
    };
  } catch (error) {
    return { inserted: 0, error: errorOf(error).message };
  }
}

async function countDocuments(session: Session, collection: string): Promise<number> {
  return Number((await session.run({ count: collection }))["n"] ?? 0);
}

async function digest(connection: Connection, requests: readonly DigestRequest[]): Promise<Awaited<ReturnType<RowProof["digest"]>>> {
  const session = sessionOf(connection);
  if (session !== null) return digestDocuments(session, requests);
  return requests.map((request) => ({
    object: request.object,
    rows: 0,
    checksums: Object.fromEntries(request.fields.map((field) => [field.label, ""])),
  }));
}

/** One document by the new rules, and one for each value that they list, into every collection that the plan touches. */
async function writeAsNewVersion(connection: Connection, schema: Schema, plan: Plan): Promise<NewWrites> {
  const session = sessionOf(connection);
  const written: { object: string; fields: readonly string[]; rows: number }[] = [];
  const failed: { object: string; reason: string }[] = [];
  if (session === null) return { written, failed };
  const text = plan.steps
    .flatMap((step) =>
      step.action.kind === "statements" ? step.action.statements : step.action.kind === "batches" ? [step.action.statement] : [],
    )
    .join("\n");
  for (const object of schema.objects) {
    if (object.kind !== "collection" || !text.includes(JSON.stringify(collectionOf(object).name))) continue;
    const { name } = collectionOf(object);
    const label = printName(parseName(printName([name])));
    // What validators declare: what code of the new release knows.
    const { aside: _aside, ...declared } = object;
    const maker = makerFor(declared, null);
    const usual = await insert(session, name, [maker.make(ownNumbers * 2)]);
    if (usual.inserted > 0) written.push({ object: label, fields: Object.keys(maker.make(ownNumbers * 2)), rows: 1 });
    const listed = listedValues(maker.schema);
    const outcomes = await Promise.all(
      listed.map(async ({ name: field, value }, at) => ({
        field,
        value,
        ...(await insert(session, name, [{ ...maker.make(ownNumbers * 2 + 10 + at), [field]: value }])),
      })),
    );
    const accepted = new Set(outcomes.filter((one) => one.inserted > 0).map((one) => one.field));
    for (const one of outcomes)
      if (one.inserted === 0 && accepted.has(one.field))
        failed.push({
          object: label,
          reason: `${one.field} = ${JSON.stringify(one.value)} is allowed but was refused: ${one.error ?? ""}`,
        });
  }
  return { written, failed };
}
