import type { SgNode } from "@ast-grep/napi";
import type { JsonValue } from "../../../../model/json.ts";
import type { Document } from "../../schema.ts";
import type { Args } from "../call-documents.ts";
import { collectionCalls, cursorSettings } from "../collection-calls.ts";
import { databaseCalls } from "../database-calls.ts";
import { isDocument, isList, isUnread, movePlace } from "../value.ts";
import { evaluate, jsonOf, keyOfMember } from "./evaluate.ts";
import { type Held, namedChildren, type Scope, spanOfNode, type Told, unreadHeld } from "./held.ts";
import { callOnValue, makeTyped } from "./literals.ts";
import type { Reading } from "./reading.ts";
import { enter } from "./walk.ts";

interface Call {
  readonly node: SgNode;
  readonly method: string;
  readonly args: readonly Held[];
  readonly argNodes: readonly SgNode[];
  readonly scope: Scope;
  readonly reading: Reading;
}

/** Reads a call: what it sends is told, what it gives is held. */
export function evaluateCall(node: SgNode, scope: Scope, reading: Reading): Held {
  const callee = node.field("function");
  const isMember = callee?.kind() === "member_expression" || callee?.kind() === "subscript_expression";
  const owner = isMember ? evaluate(callee.field("object"), scope, reading) : null;
  const argNodes = namedChildren(node.field("arguments") ?? node).filter(() => node.field("arguments") !== null);
  const args = argNodes.map((arg) => evaluate(arg.kind() === "spread_element" ? (namedChildren(arg)[0] ?? null) : arg, scope, reading));
  const method = (isMember ? keyOfMember(callee, scope, reading) : callee?.text()) ?? "";
  const call: Call = { node, method, args, argNodes, scope, reading };
  if (owner === null) return callFunction(call, callee);
  switch (owner.kind) {
    case "client":
      return callClient(call);
    case "database":
      return callDatabase(call, owner);
    case "collection":
      return callCollection(call, owner);
    case "session":
      return callSession(call);
    case "cursor":
      return callCursor(call, owner);
    case "bulk":
      return callBulk(call, owner);
    case "bulk-find":
      return callBulkFind(call, owner);
    case "record": {
      const member = owner.members.get(method);
      return member?.kind === "function" ? enter(member, args, reading) : callUnknown(call);
    }
    case "value":
      return callValue(call, owner.value);
    default:
      return callNamed(call, callee?.field("object")?.text() ?? "");
  }
}

function plainArgs({ args, argNodes }: Call): Args {
  return args.map((held, index) =>
    held.kind === "unread" && held.text === "undefined" ? undefined : jsonOf(held, argNodes[index] ?? null),
  );
}

function sessionIn({ args }: Call): "given" | "none" {
  const isSession = (held: Held): boolean =>
    held.kind === "session" ||
    (held.kind === "record" &&
      [...held.members].some(([key, one]) => key === "session" && (one.kind === "session" || one.kind === "unread")));
  const isNamed = (held: Held): boolean => held.kind === "value" && isDocument(held.value) && held.value["session"] !== undefined;
  return args.some((held) => isSession(held) || isNamed(held)) ? "given" : "none";
}

function textOf(held: Held | undefined): string | null {
  return held?.kind === "value" && typeof held.value === "string" ? held.value : null;
}

function callFunction(call: Call, callee: SgNode | null): Held {
  const { reading, args, scope, node } = call;
  const held = callee === null ? null : callee.kind() === "identifier" ? scope.find(callee.text()) : evaluate(callee, scope, reading);
  if (held?.kind === "function") return enter(held, args, reading);
  if (reading.face === "shell" && call.method === "use") {
    const name = textOf(args[0]);
    if (name !== null) scope.assign("db", { kind: "database", name });
    return unreadHeld(node);
  }
  if (reading.face === "shell" && (call.method === "connect" || call.method === "Mongo"))
    return call.method === "Mongo" ? { kind: "client" } : { kind: "database", name: namedDatabase(textOf(args[0])) };
  const values = plainArgs(call).map((one) => one ?? null);
  const typed = values.some((one) => isUnread(one)) ? null : makeTyped(call.method, values);
  return typed === null ? callUnknown(call) : { kind: "value", value: typed };
}

function namedDatabase(url: string | null): string | null {
  return url === null ? null : (/^(?:mongodb(?:\+srv)?:\/\/)?[^/]*\/?([^?/]+)/.exec(url)?.[1] ?? null);
}

/** Functions handed to something that is not read are read as called once for each of something. */
function callUnknown(call: Call): Held {
  const { args, reading, node } = call;
  for (const held of args) if (held.kind === "function") reading.inLoop(() => enter(held, [], reading));
  for (const held of args) if (held.kind === "cursor") reading.consume(held.told);
  const handsOver = (held: Held): boolean =>
    ["database", "collection", "client"].includes(held.kind) || (held.kind === "record" && [...held.members.values()].some(handsOver));
  if (args.some(handsOver)) reading.passOn(node);
  return unreadHeld(node);
}

function callNamed(call: Call, owner: string): Held {
  const { args, method, node } = call;
  const [first] = args;
  if (owner === "Promise" || owner === "Object" || owner === "Array" || owner === "JSON") {
    if (owner === "Object" && first?.kind === "value" && isDocument(first.value)) {
      if (method === "keys") return { kind: "value", value: Object.keys(first.value) };
      if (method === "values") return { kind: "value", value: Object.values(first.value) };
      if (method === "entries") return { kind: "value", value: Object.entries(first.value).map(([key, one]) => [key, one]) };
    }
    return owner === "Promise" && method !== "all" && first !== undefined ? first : callUnknown(call);
  }
  // Extended JSON is what values are read as anyway.
  if (/(?:^|\.)EJSON$/.test(owner) && method === "deserialize" && first !== undefined) return first;
  if (owner === "Date") return { kind: "value", value: { $date: "now" } };
  const values = plainArgs(call).map((one) => one ?? null);
  const typed = values.some((one) => isUnread(one)) ? null : makeTyped(owner.split(".").at(-1) ?? "", values);
  return typed !== null && /^(?:from|create|parse)/.test(method)
    ? { kind: "value", value: typed }
    : node.kind() === "call_expression"
      ? callUnknown(call)
      : unreadHeld(node);
}

function callValue(call: Call, value: JsonValue): Held {
  const { args, method, reading, node } = call;
  const [first] = args;
  if (isList(value) && first?.kind === "function" && value.length <= reading.rounds) {
    const results = value.map((item, index) =>
      enter(
        first,
        [
          { kind: "value", value: item },
          { kind: "value", value: index },
        ],
        reading,
      ),
    );
    if (method === "map" && results.every((held) => held.kind === "value"))
      return { kind: "value", value: results.map((held) => (held.kind === "value" ? held.value : null)) };
    return unreadHeld(node);
  }
  if (isList(value) && method === "push") {
    // A list that grows: what it holds at the end is known as far as what is pushed is.
    (value as JsonValue[]).push(...plainArgs(call).map((one) => one ?? null));
    return unreadHeld(node);
  }
  const known = callOnValue(
    value,
    method,
    plainArgs(call).map((one) => one ?? null),
  );
  return known === null ? callUnknown(call) : { kind: "value", value: known };
}

function callClient(call: Call): Held {
  const { method, args, reading, node } = call;
  const [first] = args;
  if (method === "db" || method === "getDB")
    return args.length === 0 ? { kind: "database", name: null } : { kind: "database", name: textOf(first) ?? "?" };
  if (method === "startSession") return { kind: "session" };
  if (method === "withSession") {
    const last = args.at(-1);
    return last?.kind === "function" ? enter(last, [{ kind: "session" }], reading) : unreadHeld(node);
  }
  return method === "connect" ? { kind: "client" } : callUnknown(call);
}

function callSession(call: Call): Held {
  const { method, args, reading, node } = call;
  if (method === "withTransaction") {
    const [body] = args;
    if (body?.kind !== "function") return unreadHeld(node);
    const before = reading.setTransaction("open");
    const held = enter(body, [{ kind: "session" }], reading);
    reading.setTransaction(before);
    return held;
  }
  if (method === "startTransaction") reading.setTransaction("open");
  if (method === "commitTransaction" || method === "abortTransaction") reading.setTransaction("none");
  if (method === "getDatabase") return { kind: "database", name: textOf(args[0]) };
  return unreadHeld(node);
}

function callDatabase(call: Call, database: Extract<Held, { readonly kind: "database" }>): Held {
  const { method, args, reading, node, argNodes } = call;
  const [first] = args;
  if (method === "collection" || method === "getCollection") {
    const name = textOf(first);
    if (name === null && argNodes[0] !== undefined) return { kind: "collection", database: database.name, name: `?${argNodes[0].text()}` };
    return { kind: "collection", database: database.name, name: name ?? "?" };
  }
  if (method === "getSiblingDB" || method === "getSisterDB" || method === "db") return { kind: "database", name: textOf(first) ?? "?" };
  if (method === "admin") return { kind: "database", name: "admin" };
  if (method === "getMongo") return { kind: "client" };
  if (method === "watch") return unreadHeld(node);
  const isAdmin = method === "adminCommand";
  const form = databaseCalls[isAdmin ? "command" : method];
  if (form === undefined) return callUnknown(call);
  const plain = plainArgs(call);
  const given = plain[0];
  const asDocument = method === "command" || method === "runCommand" || isAdmin;
  const told = form(plain).map((document) =>
    reading.tell(document, {
      database: isAdmin ? "admin" : database.name,
      method: asDocument ? null : method,
      node,
      withSession: sessionIn(call),
    }),
  );
  if (asDocument && isUnread(given)) return unreadHeld(node);
  const last = told.at(-1);
  if (method === "createCollection" || method === "renameCollection")
    return { kind: "collection", database: database.name, name: textOf(method === "createCollection" ? first : args[1]) ?? "?" };
  return last !== undefined && /^(?:aggregate|listCollections)$/.test(method) ? { kind: "cursor", told: last } : unreadHeld(node);
}

function callCollection(call: Call, collection: Extract<Held, { readonly kind: "collection" }>): Held {
  const { method, reading, node } = call;
  const { database, name } = collection;
  if (method === "initializeOrderedBulkOp" || method === "initializeUnorderedBulkOp")
    return { kind: "bulk", database, name, ordered: method === "initializeOrderedBulkOp", told: [] };
  if (method === "watch" || method === "getName" || method === "exists") return unreadHeld(node);
  const form = Object.hasOwn(collectionCalls, method) ? collectionCalls[method] : undefined;
  if (form === undefined) {
    reading.passOn(node);
    return callUnknown(call);
  }
  const told = form(name, plainArgs(call)).map((document) =>
    reading.tell(document, { database, method, node, withSession: sessionIn(call) }),
  );
  const last = told.at(-1);
  return last !== undefined && (method === "find" || method === "aggregate") ? { kind: "cursor", told: last } : unreadHeld(node);
}

function callCursor(call: Call, cursor: Extract<Held, { readonly kind: "cursor" }>): Held {
  const { method, args, reading, node } = call;
  const member = cursorSettings[method];
  if (member !== undefined) {
    const [given] = plainArgs(call);
    const document: Record<string, JsonValue> = {};
    for (const [key, value] of Object.entries(cursor.told.document)) {
      document[key] = value;
      movePlace(cursor.told.document, key, document, key);
    }
    document[member] = given ?? (method === "allowDiskUse" ? true : null);
    const span = spanOfNode(node);
    const next: Told = { ...cursor.told, document, span: { start: Math.min(span.start, cursor.told.span.start), end: span.end } };
    return { kind: "cursor", told: reading.replace(cursor.told, next) };
  }
  const read = reading.consume(cursor.told);
  for (const held of args) if (held.kind === "function") reading.inLoop(() => enter(held, [], reading));
  if (read !== cursor.told) return unreadHeld(node);
  return method === "toArray" || method === "next" || method === "forEach" || method === "count" ? unreadHeld(node) : cursor;
}

function callBulk(call: Call, bulk: Extract<Held, { readonly kind: "bulk" }>): Held {
  const { method, reading, node } = call;
  const [first, options] = plainArgs(call);
  if (method === "find" || method === "raw") return { kind: "bulk-find", bulk, filter: first ?? {}, options: {} };
  if (method === "insert") bulk.told.push(["insertOne", [first ?? {}]]);
  if (method !== "execute") return bulk;
  for (const [name, args] of bulk.told)
    for (const document of collectionCalls[name]?.(bulk.name, args) ?? []) {
      const whole: Document = {
        ...document,
        ordered: bulk.ordered,
        ...(isDocument(first) && !isUnread(first) ? first : {}),
        ...(isDocument(options) ? options : {}),
      };
      reading.tell(whole, { database: bulk.database, method: name, node, withSession: sessionIn(call) });
    }
  return unreadHeld(node);
}

function callBulkFind(call: Call, { bulk, filter, options }: Extract<Held, { readonly kind: "bulk-find" }>): Held {
  const { method } = call;
  const [first] = plainArgs(call);
  if (method === "upsert") return { kind: "bulk-find", bulk, filter, options: { ...options, upsert: true } };
  if (method === "arrayFilters" || method === "hint" || method === "collation")
    return { kind: "bulk-find", bulk, filter, options: { ...options, [method]: first ?? null } };
  const names: Readonly<Record<string, string>> = {
    update: "updateMany",
    updateOne: "updateOne",
    replaceOne: "replaceOne",
    delete: "deleteMany",
    deleteOne: "deleteOne",
    remove: "deleteMany",
    removeOne: "deleteOne",
  };
  const name = names[method];
  if (name !== undefined) bulk.told.push([name, name.startsWith("delete") ? [filter, options] : [filter, first ?? {}, options]]);
  return bulk;
}
