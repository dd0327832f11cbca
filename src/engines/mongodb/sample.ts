import { createHash } from "node:crypto";
import { type PathPart, printPath } from "./path.ts";
import type { PathShape, SampledShape } from "./schema.ts";
import type { Session } from "./session.ts";

/** Bounds of one collection's sample: documents, milliseconds on the server, bytes read. */
export interface SampleBounds {
  readonly documents: number;
  readonly milliseconds: number;
  readonly bytes: number;
}
export const usualBounds: SampleBounds = { documents: 1000, milliseconds: 3000, bytes: 8 * 2 ** 20 };
/** Paths of one collection: documents that use values as names have no end of them. */
const mostPaths = 500;
const mostDepth = 12;

/**
 * Reads a bounded random sample and keeps counts alone; values are hashed and forgotten. Null: the collection holds nothing.
 * `$sample` of fewer than 5 % of the documents walks the collection by a random cursor (https://www.mongodb.com/docs/manual/reference/operator/aggregation/sample/).
 */
export async function sampleShape(session: Session, collection: string, bounds: SampleBounds = usualBounds): Promise<SampledShape | null> {
  const estimated = await estimate(session, collection);
  const isWhole = estimated !== null && estimated <= bounds.documents;
  const pipeline = isWhole ? [] : [{ $sample: { size: bounds.documents } }];
  const tally = new Tally();
  let isCut = false;
  try {
    const cursor = session.walk({
      aggregate: collection,
      pipeline,
      cursor: { batchSize: 200 },
      maxTimeMS: bounds.milliseconds,
    });
    for await (const document of cursor) {
      tally.add(document);
      if (tally.documents < bounds.documents && tally.bytes < bounds.bytes) continue;
      isCut = isWhole && tally.documents < (estimated ?? 0);
      break;
    }
  } catch (error) {
    if (tally.documents === 0 && !isTimeout(error)) throw error;
    isCut = true;
  }
  return tally.documents === 0
    ? null
    : tally.shape(Math.max(estimated ?? tally.documents, tally.documents), isWhole && !isCut ? "whole" : "part");
}

function isTimeout(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === 50;
}

/** By the collection's own counter; null: a view, which has none. */
async function estimate(session: Session, collection: string): Promise<number | null> {
  try {
    const { n } = await session.run({ count: collection });
    return typeof n === "number" ? n : null;
  } catch {
    return null;
  }
}

/** Whether every document was read. */
type Extent = "whole" | "part";

interface PathTally {
  documents: number;
  last: number;
  readonly types: Map<string, number>;
  lengths: { least: number; most: number; sum: number; count: number } | null;
  characters: { least: number; most: number } | null;
  readonly values: Map<string, number>;
}

class Tally {
  documents = 0;
  bytes = 0;
  #largest = 0;
  readonly #paths = new Map<string, PathTally>();

  add(document: Readonly<Record<string, unknown>>): void {
    this.documents += 1;
    const before = this.bytes;
    this.bytes += 5;
    for (const [name, value] of Object.entries(document)) this.#meet([{ name, arrays: 0 }], value);
    this.#largest = Math.max(this.#largest, this.bytes - before);
  }

  #meet(path: readonly PathPart[], value: unknown): void {
    const type = bsonTypeOf(value);
    const text = printPath(path);
    const known = this.#paths.get(text);
    if (known === undefined && this.#paths.size >= mostPaths) return;
    const tally = known ?? emptyTally();
    if (known === undefined) this.#paths.set(text, tally);
    if (tally.last !== this.documents) tally.documents += 1;
    tally.last = this.documents;
    tally.types.set(type, (tally.types.get(type) ?? 0) + 1);
    this.bytes += (path.at(-1)?.name.length ?? 0) + 2;
    if (path.length > mostDepth) return;
    if (type === "array") this.#meetElements(path, value as readonly unknown[], tally);
    else if (type === "object")
      for (const [name, inner] of Object.entries(value as Readonly<Record<string, unknown>>))
        this.#meet([...path, { name, arrays: 0 }], inner);
    else this.#meetScalar(tally, value, type);
  }

  #meetElements(path: readonly PathPart[], elements: readonly unknown[], tally: PathTally): void {
    const { length } = elements;
    const old = tally.lengths;
    tally.lengths = {
      least: Math.min(old?.least ?? length, length),
      most: Math.max(old?.most ?? length, length),
      sum: (old?.sum ?? 0) + length,
      count: (old?.count ?? 0) + 1,
    };
    const last = path.at(-1) ?? { name: "", arrays: 0 };
    for (const element of elements) this.#meet([...path.slice(0, -1), { ...last, arrays: last.arrays + 1 }], element);
  }

  #meetScalar(tally: PathTally, value: unknown, type: string): void {
    const text = String(value);
    this.bytes += type === "string" ? text.length + 5 : 9;
    if (type === "string") {
      const length = Array.from(text).length;
      tally.characters = {
        least: Math.min(tally.characters?.least ?? length, length),
        most: Math.max(tally.characters?.most ?? length, length),
      };
    }
    const hash = createHash("sha1").update(`${type}:${text}`).digest("base64").slice(0, 12);
    tally.values.set(hash, (tally.values.get(hash) ?? 0) + 1);
  }

  shape(estimated: number, extent: Extent): SampledShape {
    const paths = [...this.#paths]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, tally]) => [path, this.#pathShape(tally, estimated, extent)] as const);
    return {
      documents: this.documents,
      estimated,
      bytes: { average: Math.round(this.bytes / this.documents), largest: this.#largest },
      isWhole: extent === "whole",
      paths: Object.fromEntries(paths),
    };
  }

  #pathShape(tally: PathTally, estimated: number, extent: Extent): PathShape {
    const { lengths } = tally;
    return {
      documents: tally.documents,
      types: Object.fromEntries([...tally.types].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      lengths:
        lengths === null
          ? null
          : { least: lengths.least, most: lengths.most, average: Math.round((lengths.sum / lengths.count) * 100) / 100 },
      characters: tally.characters,
      distinct: extent === "whole" ? tally.values.size : estimateDistinct(tally.values, this.documents, estimated),
    };
  }
}

function emptyTally(): PathTally {
  return { documents: 0, last: 0, types: new Map(), lengths: null, characters: null, values: new Map() };
}

/** Guaranteed-error estimator: values seen once stand for √(N/n) values each. Charikar et al., "Towards estimation error guarantees for distinct values", 2000. */
function estimateDistinct(values: ReadonlyMap<string, number>, sampled: number, estimated: number): number {
  const once = [...values.values()].filter((count) => count === 1).length;
  return Math.round(Math.sqrt(Math.max(estimated / sampled, 1)) * once + (values.size - once));
}

const classes: Readonly<Record<string, string>> = {
  ObjectId: "objectId",
  Long: "long",
  Int32: "int",
  Double: "double",
  Decimal128: "decimal",
  Binary: "binData",
  UUID: "binData",
  Timestamp: "timestamp",
  BSONRegExp: "regex",
  MinKey: "minKey",
  MaxKey: "maxKey",
  Code: "javascript",
  BSONSymbol: "symbol",
  DBRef: "object",
};

/** As `$type` names it, of a value that the driver read without promoting it. */
export function bsonTypeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "double";
  if (typeof value === "bigint") return "long";
  if (Array.isArray(value)) return "array";
  if (value instanceof Date) return "date";
  if (value instanceof RegExp) return "regex";
  const kind = typeof value === "object" && "_bsontype" in value ? String(value._bsontype) : "";
  return classes[kind] ?? "object";
}
