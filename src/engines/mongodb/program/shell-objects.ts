import type { Args } from "../parse/call-documents.ts";
import { collectionCalls } from "../parse/collection-calls.ts";
import { databaseCalls } from "../parse/database-calls.ts";
import { openCursor, ShellBulk } from "./shell-cursor.ts";
import type { Plain, ShellLink } from "./shell-link.ts";

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

/** `db`: its methods are commands, every other name is a collection. */
export function openDatabase(link: ShellLink, name: string, session: number | null): object {
  const methods: Methods = {
    getName: () => name,
    getMongo: () => openClient(link),
    getCollection: (collection) => openCollection(link, name, String(collection), session),
    getSiblingDB: (other) => openDatabase(link, link.home(String(other)), session),
    getSisterDB: (other) => openDatabase(link, link.home(String(other)), session),
    adminCommand: (command) => link.run("admin", typeof command === "string" ? { [command]: 1 } : (command as Plain), session),
    getCollectionNames: () =>
      link
        .all(name, { listCollections: 1, nameOnly: true }, session)
        .map((one) => String(one["name"]))
        .filter((one) => !one.startsWith("system."))
        .toSorted(),
    getCollectionInfos: (filter) => link.all(name, { listCollections: 1, filter }, session),
    aggregate: (pipeline, options) =>
      openCursor(link, name, { aggregate: 1, pipeline, cursor: {}, ...(options as Plain | undefined) }, session),
    version: () => String(link.run(name, { buildInfo: 1 })["version"]),
    hello: () => link.run(name, { hello: 1 }),
  };
  for (const [method, form] of Object.entries(databaseCalls))
    methods[method] ??= (...args) =>
      form(args as Args)
        .map((command) => link.run(name, command as Plain, session))
        .at(-1);
  return namedOr(methods, (key) => openCollection(link, name, key, session));
}

/** A `then` would make it something to be waited for. */
function namedOr(methods: Methods, other: (key: string) => unknown): object {
  return new Proxy(methods, { get: (_, key) => (typeof key === "symbol" || key === "then" ? undefined : (methods[key] ?? other(key))) });
}

function openCollection(link: ShellLink, database: string, name: string, session: number | null): object {
  const send = (command: Plain): Plain =>
    command["renameCollection"] === undefined
      ? link.run(database, command, session)
      : link.run("admin", { ...command, renameCollection: `${database}.${name}`, to: `${database}.${String(command["to"])}` }, session);
  const commandOf = (method: string, args: readonly unknown[]): Plain => collectionCalls[method]?.(name, args as Args)[0] ?? {};
  const methods: Methods = {
    ...readingMethods(link, database, name, session, commandOf),
    ...writingMethods(link, name, send, commandOf),
    getName: () => name,
    getFullName: () => `${database}.${name}`,
    getDB: () => openDatabase(link, database, session),
  };
  for (const [method, form] of Object.entries(collectionCalls))
    methods[method] ??= (...args) =>
      resultOf(
        form(name, args as Args)
          .map((command) => send(command as Plain))
          .at(-1) ?? {},
        method,
      );
  return namedOr(methods, (key) => openCollection(link, database, `${name}.${key}`, session));
}

type CommandOf = (method: string, args: readonly unknown[]) => Plain;

function readingMethods(link: ShellLink, database: string, name: string, session: number | null, commandOf: CommandOf): Methods {
  const cursor = (command: Plain): ReturnType<typeof openCursor> => openCursor(link, database, command, session);
  const indexes = (): readonly Plain[] => unlessMissing(() => link.all(database, { listIndexes: name }, session)) ?? [];
  return {
    find: (...args) => cursor(commandOf("find", args)),
    findOne: (...args) => cursor({ ...commandOf("find", args), limit: 1 }).next(),
    aggregate: (...args) => {
      const isList = Array.isArray(args[0]);
      const command = commandOf("aggregate", isList ? args : [args]);
      const opened = cursor(command);
      // A pipeline that writes runs at once.
      if ((command["pipeline"] as readonly Plain[]).some((stage) => stage["$out"] !== undefined || stage["$merge"] !== undefined))
        opened.hasNext();
      return opened;
    },
    countDocuments: (...args) => Number(link.all(database, commandOf("countDocuments", args), session)[0]?.["n"] ?? 0),
    count: (filter) => Number(link.run(database, { count: name, query: filter }, session)["n"]),
    estimatedDocumentCount: () => Number(link.run(database, { count: name }, session)["n"]),
    distinct: (...args) => link.run(database, commandOf("distinct", args), session)["values"],
    getIndexes: indexes,
    indexes,
    getIndexKeys: () => indexes().map((index) => index["key"]),
    exists: () => link.all(database, { listCollections: 1, filter: { name } }, session)[0] ?? null,
    isCapped: () => link.run(database, { collStats: name }, session)["capped"] === true,
  };
}

function writingMethods(link: ShellLink, name: string, send: (command: Plain) => Plain, commandOf: CommandOf): Methods {
  const named = (document: Plain): Plain => (document["_id"] === undefined ? { _id: new link.driver.ObjectId(), ...document } : document);
  const insert = (documents: readonly Plain[], options: unknown): readonly Plain[] => {
    const own = documents.map(named);
    send({ ...commandOf("insertMany", [[], options]), documents: own });
    return own;
  };
  const insertMany = (documents: readonly Plain[], options: unknown): Plain => ({
    acknowledged: true,
    insertedIds: insert(documents, options).map((one) => one["_id"]),
  });
  return {
    insertOne: (document, options) => ({ acknowledged: true, insertedId: insert([document as Plain], options)[0]?.["_id"] }),
    insertMany: (documents, options) => insertMany(documents as readonly Plain[], options),
    insert: (documents, options) => insertMany(Array.isArray(documents) ? (documents as readonly Plain[]) : [documents as Plain], options),
    bulkWrite: (operations, options) => {
      for (const command of collectionCalls["bulkWrite"]?.(name, [operations, options] as Args) ?? []) send(command);
      return { acknowledged: true };
    },
    drop: () => unlessMissing(() => send({ drop: name })) !== null,
    createIndex: (...args) => {
      const command = commandOf("createIndex", args);
      send(command);
      return (command["indexes"] as readonly Plain[])[0]?.["name"];
    },
    initializeOrderedBulkOp: () => new ShellBulk(name, send),
    initializeUnorderedBulkOp: () => new ShellBulk(name, send),
  };
}

/** What the shell makes of an answer. */
function resultOf(answer: Plain, method: string): unknown {
  if (/^find/i.test(method)) return answer["value"] ?? null;
  if (/^(?:update|replace)/.test(method)) {
    const upserted = Array.isArray(answer["upserted"]) ? answer["upserted"].length : 0;
    return {
      acknowledged: true,
      matchedCount: Number(answer["n"] ?? 0) - upserted,
      modifiedCount: Number(answer["nModified"] ?? 0),
      upsertedCount: upserted,
    };
  }
  return /^(?:delete|remove)/.test(method) ? { acknowledged: true, deletedCount: Number(answer["n"] ?? 0) } : answer;
}

/** Null: what was asked for is not there. */
function unlessMissing<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === 26) return null;
    throw error;
  }
}

export function openClient(link: ShellLink): object {
  return {
    getDB: (name: string) => openDatabase(link, link.home(name), null),
    getDBs: () => link.run("admin", { listDatabases: 1 }),
    setReadPref: () => undefined,
    setWriteConcern: () => undefined,
    startSession: () => openSession(link),
  };
}

let sessions = 0;

function openSession(link: ShellLink): object {
  sessions += 1;
  const id = sessions;
  const act = (what: "start-session" | "start-transaction" | "commit" | "abort" | "end-session"): unknown =>
    link.run("admin", {}, id, what);
  act("start-session");
  const session = {
    getDatabase: (name: string) => openDatabase(link, link.home(name), id),
    startTransaction: () => act("start-transaction"),
    commitTransaction: () => act("commit"),
    abortTransaction: () => act("abort"),
    endSession: () => act("end-session"),
    withTransaction: (work: (own: object) => unknown): unknown => {
      act("start-transaction");
      try {
        const result = work(session);
        act("commit");
        return result;
      } catch (error) {
        act("abort");
        throw error;
      }
    },
  };
  return session;
}
