import type { JsonValue } from "../../../model/json.ts";
import type { Document } from "../schema.ts";
import { type Args, driverOnly, make, pick, renameOf, settings } from "./call-documents.ts";
import { documentAt, isDocument, isList, isUnread, numberOf, unread } from "./value.ts";

/** A call on a collection as the commands that it sends; more than one where it sends more. */
type CallForm = (collection: string, args: Args) => readonly Document[];

const perUpdate = ["upsert", "arrayFilters", "collation", "hint", "multi", "sort"];

function updateForm(multi: "one" | "many"): CallForm {
  return (collection, [filter, change, options]) => {
    const all = settings(options);
    const own = perUpdate.flatMap((key) => (all[key] === undefined || key === "multi" ? [] : [[key, all[key]] as const]));
    const isMany = multi === "many" || all["multi"] === true;
    const entry = make([["q", filter ?? {}], ["u", change ?? {}], ...own, ...(isMany ? [["multi", true] as const] : [])]);
    return [
      make(
        [
          ["update", collection],
          ["updates", [entry]],
        ],
        settings(options, perUpdate),
      ),
    ];
  };
}

function deleteForm(limit: 0 | 1): CallForm {
  return (collection, [filter, options]) => {
    const all = settings(options);
    const own = ["collation", "hint"].flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]] as const]));
    return [
      make(
        [
          ["delete", collection],
          ["deletes", [make([["q", filter ?? {}], ["limit", limit], ...own])]],
        ],
        settings(options, ["collation", "hint"]),
      ),
    ];
  };
}

function findForm(extra: Document): CallForm {
  return (collection, [filter, options]) => {
    const own = isDocument(options) && isProjection(options) ? { projection: options } : settings(options);
    return [
      make(
        [
          ["find", collection],
          ["filter", filter ?? {}],
        ],
        { ...own, ...extra },
      ),
    ];
  };
}

/** The second argument of the shell's `find` is a projection, the driver's are options. */
function isProjection(options: Document): boolean {
  const known = new Set(
    "projection sort skip limit hint batchSize collation comment maxTimeMS min max returnKey showRecordId allowDiskUse noCursorTimeout tailable awaitData readConcern readPreference let session timeout allowPartialResults timeoutMS".split(
      " ",
    ),
  );
  const keys = Object.keys(options);
  return keys.length > 0 && keys.every((key) => !known.has(key) && [0, 1, true, false].includes(options[key] as number));
}

function modifyForm(kind: "update" | "remove" | "replace"): CallForm {
  return (collection, args) => {
    const [filter, change] = args;
    const options = kind === "remove" ? args[1] : args[2];
    const after = isDocument(options) && (options["returnDocument"] === "after" || options["returnNewDocument"] === true);
    const rest = settings(options, ["returnDocument", "returnNewDocument", "projection"]);
    const fields = documentAt(options, "projection") ?? undefined;
    const action: readonly (readonly [string, JsonValue | undefined])[] =
      kind === "remove" ? [["remove", true]] : [["update", change ?? {}], ...(after ? [["new", true] as const] : [])];
    return [make([["findAndModify", collection], ["query", filter ?? {}], ...action, ["fields", fields]], rest)];
  };
}

/** `{ a: 1, b: -1 }` → `a_1_b_-1`, as the server names it. */
export function indexName(key: JsonValue | undefined): string {
  if (!isDocument(key) || isUnread(key)) return "unread";
  return Object.entries(key)
    .map(([path, order]) => `${path}_${String(numberOf(order) ?? (typeof order === "string" ? order : ""))}`)
    .join("_");
}

const perIndexCommand = ["commitQuorum", "writeConcern", "maxTimeMS", "comment", "session"];

function indexSpec(key: JsonValue | undefined, options: JsonValue | undefined): Document {
  const keys = keyOf(key);
  const own = settings(options, perIndexCommand);
  const name = typeof own["name"] === "string" ? own["name"] : indexName(keys);
  return make(
    [
      ["key", keys],
      ["name", name],
    ],
    settings(options, [...perIndexCommand, "name"]),
  );
}

/** Keys as the driver lets them be written: a document, a name, a list of names or of pairs. */
function keyOf(key: JsonValue | undefined): JsonValue {
  if (typeof key === "string") return { [key]: 1 };
  if (!isList(key)) return key ?? {};
  if (
    key.length === 2 &&
    typeof key[0] === "string" &&
    (typeof key[1] === "number" || ["text", "2d", "2dsphere", "hashed"].includes(String(key[1])))
  )
    return { [key[0]]: key[1] ?? 1 };
  return Object.assign({}, ...key.map((part) => keyOf(part))) as Document;
}

const createIndex: CallForm = (collection, [key, options, quorum]) => [
  make(
    [
      ["createIndexes", collection],
      ["indexes", [indexSpec(key, options)]],
      ["commitQuorum", quorum ?? (isDocument(options) ? options["commitQuorum"] : undefined)],
    ],
    pick(options, ["writeConcern", "maxTimeMS", "comment"]),
  ),
];

const createIndexes: CallForm = (collection, [list, options, quorum]) => {
  const specs = isList(list)
    ? list.map((spec) => (isDocument(spec) && isDocument(spec["key"]) ? named(spec) : indexSpec(spec, options)))
    : list === undefined
      ? []
      : [list];
  return [
    make(
      [
        ["createIndexes", collection],
        ["indexes", specs],
        ["commitQuorum", quorum],
      ],
      pick(options, perIndexCommand.slice(0, 4)),
    ),
  ];
};

function named(spec: Document): Document {
  if (typeof spec["name"] === "string") return spec;
  const whole = make([["name", indexName(spec["key"])]], spec);
  return whole;
}

const insertForm: CallForm = (collection, [given, options]) => [
  make(
    [
      ["insert", collection],
      ["documents", isList(given) ? given : given === undefined ? [] : isUnread(given) && isList(given) ? given : [given]],
    ],
    settings(options),
  ),
];

function bulkForm(collection: string, [operations, options]: Args): readonly Document[] {
  if (!isList(operations))
    return [
      make(
        [
          ["update", collection],
          ["updates", operations ?? unread("operations")],
        ],
        settings(options),
      ),
    ];
  return operations.flatMap((operation): readonly Document[] => {
    const [name = ""] = isDocument(operation) ? Object.keys(operation) : [];
    const inner = isDocument(operation) ? operation[name] : undefined;
    if (!isDocument(inner)) return [];
    const args: Args = name.startsWith("delete")
      ? [inner["filter"], pick(inner, ["collation", "hint"])]
      : name === "insertOne"
        ? [inner["document"] ?? inner]
        : [inner["filter"], inner["update"] ?? inner["replacement"], pick(inner, perUpdate)];
    return (collectionCalls[name]?.(collection, args) ?? []).map((one) => make([], { ...one, ...settings(options) }));
  });
}

function hideForm(state: "hidden" | "shown"): CallForm {
  return (collection, [index]) => [
    make([
      ["collMod", collection],
      [
        "index",
        make([
          [typeof index === "string" ? "name" : "keyPattern", index],
          ["hidden", state === "hidden"],
        ]),
      ],
    ]),
  ];
}

/** https://www.mongodb.com/docs/manual/reference/method/js-collection/ and the methods of the Node.js driver. */
export const collectionCalls: Readonly<Record<string, CallForm>> = {
  insertOne: insertForm,
  insertMany: insertForm,
  insert: insertForm,
  updateOne: updateForm("one"),
  updateMany: updateForm("many"),
  update: updateForm("one"),
  replaceOne: updateForm("one"),
  deleteOne: deleteForm(1),
  deleteMany: deleteForm(0),
  remove: (collection, [filter, one]) =>
    deleteForm(one === true || one === 1 || (isDocument(one) && one["justOne"] === true) ? 1 : 0)(collection, [filter]),
  findOneAndUpdate: modifyForm("update"),
  findOneAndReplace: modifyForm("replace"),
  findOneAndDelete: modifyForm("remove"),
  findAndModify: (collection, [options]) => [make([["findAndModify", collection]], settings(options))],
  bulkWrite: bulkForm,
  find: findForm({}),
  findOne: findForm({ limit: 1, singleBatch: true }),
  aggregate: (collection, [pipeline, options]) => [
    make(
      [
        ["aggregate", collection],
        ["pipeline", isDocument(pipeline) && !isUnread(pipeline) ? [pipeline] : (pipeline ?? [])],
        ["cursor", {}],
      ],
      settings(options, ["cursor"]),
    ),
  ],
  countDocuments: (collection, [filter, options]) => [
    make(
      [
        ["aggregate", collection],
        ["pipeline", [{ $match: filter ?? {} }, { $group: { _id: 1, n: { $sum: 1 } } }]],
        ["cursor", {}],
      ],
      settings(options),
    ),
  ],
  estimatedDocumentCount: (collection) => [make([["count", collection]])],
  count: (collection, [filter, options]) => [
    make(
      [
        ["count", collection],
        ["query", filter],
      ],
      settings(options),
    ),
  ],
  distinct: (collection, [key, filter, options]) => [
    make(
      [
        ["distinct", collection],
        ["key", key],
        ["query", filter],
      ],
      settings(options),
    ),
  ],
  createIndex,
  ensureIndex: createIndex,
  createIndexes,
  dropIndex: (collection, [index]) => [
    make([
      ["dropIndexes", collection],
      ["index", index],
    ]),
  ],
  dropIndexes: (collection, [index]) => [
    make([
      ["dropIndexes", collection],
      [
        "index",
        isDocument(index) && !isUnread(index) && Object.keys(index).every((key) => driverOnly.has(key) || key === "writeConcern")
          ? "*"
          : (index ?? "*"),
      ],
    ]),
  ],
  hideIndex: hideForm("hidden"),
  unhideIndex: hideForm("shown"),
  drop: (collection, [options]) => [make([["drop", collection]], settings(options))],
  rename: (collection, [to, options]) => [renameOf(collection, to, options)],
  renameCollection: (collection, [to, options]) => [renameOf(collection, to, options === true ? { dropTarget: true } : options)],
  convertToCapped: (collection, [size]) => [
    make([
      ["convertToCapped", collection],
      ["size", size],
    ]),
  ],
  mapReduce: (collection, [map, reduce, options]) => [
    make(
      [
        ["mapReduce", collection],
        ["map", map],
        ["reduce", reduce],
      ],
      settings(options),
    ),
  ],
  reIndex: (collection) => [make([["reIndex", collection]])],
  compact: (collection) => [make([["compact", collection]])],
  validate: (collection, [options]) => [make([["validate", collection]], settings(options))],
  stats: (collection) => [make([["collStats", collection]])],
  indexes: (collection) => [make([["listIndexes", collection]])],
  getIndexes: (collection) => [make([["listIndexes", collection]])],
  listIndexes: (collection) => [make([["listIndexes", collection]])],
  indexExists: (collection) => [make([["listIndexes", collection]])],
  indexInformation: (collection) => [make([["listIndexes", collection]])],
  runCommand: (collection, [name, rest]) => [isDocument(name) ? name : make([[String(name), collection]], settings(rest))],
};

/** Methods of a cursor that change what is sent: the member of `find` or `aggregate` that they set. */
export const cursorSettings: Readonly<Record<string, string>> = {
  sort: "sort",
  limit: "limit",
  skip: "skip",
  project: "projection",
  projection: "projection",
  hint: "hint",
  collation: "collation",
  batchSize: "batchSize",
  maxTimeMS: "maxTimeMS",
  allowDiskUse: "allowDiskUse",
  comment: "comment",
  min: "min",
  max: "max",
  filter: "filter",
};
