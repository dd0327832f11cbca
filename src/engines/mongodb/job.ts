import { printCommand } from "./command.ts";
import type { Document } from "./schema.ts";

/**
 * A resumable change of many documents, batch by batch in the order of `_id`. Comparisons of `_id` stay within one BSON type
 * (https://www.mongodb.com/docs/manual/reference/method/db.collection.find/#type-bracketing), so every type is walked by itself.
 */
export interface BatchJob {
  /** Key of its bookmark; unique in its database. */
  readonly name: string;
  readonly summary: string;
  readonly collection: string;
  /** Documents that are still of the old shape. */
  readonly filter: Document;
  /** `update`: an idempotent update pipeline. `copy`: an aggregation on the batch's documents that ends in `$merge`. `delete`: they go. */
  readonly change: { readonly kind: "update" | "copy" | "delete"; readonly pipeline: readonly Document[] };
  readonly batchSize: number;
  readonly pauseMs: number;
  /** Secondaries that are further behind are waited for. */
  readonly lagLimitSeconds: number;
  /** A command whose `n` counts what is left to do. */
  readonly remaining: Document;
  /** What must be gone before it begins: commands whose `n` must be 0, and what is said where it is not. */
  readonly refusals: readonly { readonly count: Document; readonly message: string }[];
}

/** BSON types that an `_id` can have, each in an order of its own. */
const keyTypes = [
  "minKey",
  "null",
  "number",
  "symbol",
  "string",
  "object",
  "binData",
  "objectId",
  "bool",
  "date",
  "timestamp",
  "javascript",
  "maxKey",
] as const;

/** The same for every job, so that what is executed can be told from what somebody changed. */
const program = `
async function run() {
  const { name, hash, collection, filter, change, batchSize, pauseMs, lagLimitSeconds, remaining, refusals } = EJSON.deserialize(job, { relaxed: false });
  const types = ${JSON.stringify(keyTypes)};
  const send = async (command) => {
    const answer = await db.runCommand(command);
    const failed = (answer.writeErrors || [])[0] || answer.writeConcernError;
    if (failed) throw new Error(failed.errmsg);
    return answer;
  };
  const count = async (command) => {
    const answer = await send(command);
    const first = answer.cursor ? answer.cursor.firstBatch[0] : answer;
    return Number(first ? first.n : 0);
  };
  const left = () => count(remaining);
  const mark = (update) => send({ update: "dblead_jobs", updates: [{ q: { _id: name }, u: { $set: { hash, ...update } }, upsert: true }], writeConcern: { w: "majority" } });
  const lag = async () => {
    try {
      const { members } = await db.adminCommand({ replSetGetStatus: 1 });
      const at = (member) => Number(member.optimeDate);
      const first = Math.max(...members.map(at));
      return Math.max(0, ...members.filter((member) => member.stateStr === "SECONDARY").map((member) => (first - at(member)) / 1000));
    } catch {
      return 0;
    }
  };
  for (const refusal of refusals) {
    const found = await count(refusal.count);
    if (found > 0) throw new Error(found + " " + refusal.message);
  }
  let changed = 0;
  const known = (await send({ find: "dblead_jobs", filter: { _id: name }, limit: 1, singleBatch: true })).cursor.firstBatch[0];
  let place = known && known.hash === hash ? { type: known.type, after: known.after } : null;
  for (let sweep = 1; sweep <= 3; sweep += 1) {
    if (place === null && change.kind !== "copy" && (await left()) === 0) break;
    if (change.kind === "copy" && sweep > 1 && (await left()) === 0) break;
    for (const type of types.slice(place === null ? 0 : types.indexOf(place.type))) {
      const isResumed = place !== null && place.type === type && place.after !== undefined;
      let after = isResumed ? { value: place.after } : null;
      for (let batch = 1; ; batch += 1) {
        const from = after === null ? [] : [{ _id: Number.isNaN(after.value) ? { $gte: -Infinity } : { $gt: after.value } }];
        const within = [{ _id: { $type: type } }, ...from];
        const find = { find: collection, filter: { $and: within }, projection: { _id: 1 }, sort: { _id: 1 }, limit: batchSize, batchSize, singleBatch: true };
        const ids = (await send(find)).cursor.firstBatch;
        if (ids.length === 0) break;
        const last = ids[ids.length - 1]._id;
        // NaN is less than any number, and compares with none.
        const upTo = type === "number" && after === null ? { $or: [{ _id: { $lte: last } }, { _id: NaN }] } : { _id: { $lte: last } };
        const query = { $and: [...within, upTo, filter] };
        if (change.kind === "update") {
          const updates = [{ q: query, u: change.pipeline, multi: true }];
          changed += Number((await send({ update: collection, updates, writeConcern: { w: "majority" } })).nModified);
        } else if (change.kind === "delete") {
          changed += Number((await send({ delete: collection, deletes: [{ q: query, limit: 0 }], writeConcern: { w: "majority" } })).n);
        } else {
          await send({ aggregate: collection, pipeline: [{ $match: query }, ...change.pipeline], cursor: {}, writeConcern: { w: "majority" } });
        }
        after = { value: last };
        await mark({ type, after: last });
        if (ids.length < batchSize && type !== "number") break;
        if (batch % 20 === 0) while ((await lag()) > lagLimitSeconds) await sleep(1000);
        if (pauseMs > 0) await sleep(Number(pauseMs));
      }
    }
    place = null;
  }
  await send({ delete: "dblead_jobs", deletes: [{ q: { _id: name }, limit: 1 }] });
  const bookmarks = await db.runCommand({ listCollections: 1, filter: { name: "dblead_jobs" }, nameOnly: true });
  if (bookmarks.cursor.firstBatch.length > 0 && Number((await send({ count: "dblead_jobs" })).n) === 0) await db.runCommand({ drop: "dblead_jobs" });
  const rest = await left();
  print(name + ": " + changed + " documents changed, " + rest + " left");
  if (rest > 0) throw new Error(rest + " documents are still of the old shape: code that writes it is still running");
}
run();
`;

/** A program for the shell (`mongosh <address> <file>`): stands alone, commits batch by batch, goes on where it was stopped, and changes nothing when run again. */
export function renderJob(job: BatchJob): string {
  return `// Database Lead backfill: ${job.summary.replaceAll(/\s+/g, " ")}.
// Run it with the shell: mongosh "<address of the database>" <this file>. It may be stopped at any time and run again: it goes on from its bookmark.
const job = ${printCommand({ ...job, hash: hashOf(job) })};
${program}`;
}

const start = "// Database Lead backfill: ";

/** The job that a text runs; null where it is none, or somebody changed its program. */
export function readJob(text: string): BatchJob | null {
  if (!text.startsWith(start)) return null;
  const from = text.indexOf("\nconst job = ");
  const to = text.indexOf(`;\n${program.trimEnd()}`, from);
  if (from === -1 || to === -1) return null;
  try {
    const { hash: _hash, ...job } = JSON.parse(text.slice(from + "\nconst job = ".length, to)) as BatchJob & { readonly hash: string };
    return renderJob(job).trim() === text.trim() ? job : null;
  } catch {
    return null;
  }
}

/** FNV-1a over what the job does: a bookmark of another job under the same name is not its own. */
function hashOf(job: BatchJob): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([job.collection, job.filter, job.change]))
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16);
}

/** One batch as a plain command: what a step shows, and what a list of commands can carry. */
export function wholeUpdate(collection: string, filter: Document, pipeline: readonly Document[]): Document {
  return { update: collection, updates: [{ q: filter, u: pipeline, multi: true }] };
}
export function countOf(collection: string, filter: Document): Document {
  return { count: collection, query: filter };
}
