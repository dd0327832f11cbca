import { printName } from "../../model/name.ts";
import type { Block } from "../../model/plan.ts";
import type { ObjectAccess, StatementTrace } from "../../model/review.ts";
import type { Command } from "./command.ts";
import { asDocument } from "./normalize.ts";
import type { Document } from "./schema.ts";

/** What the profiler said of a command, summed over its entries. */
export interface Profiled {
  readonly documentsExamined: number;
  readonly keysExamined: number;
  readonly collectionScans: number;
}
type Effects = Pick<StatementTrace, "blocks" | "rewrites" | "scans" | "created" | "altered" | "dropped" | "rowsWritten"> & {
  readonly access: readonly ObjectAccess[];
};

/** What a command that succeeded did, from its own text and answer; `before`: whether its collection was there. */
export function effectsOf(command: Command, answer: Document, profiled: Profiled | null, before: "there" | "absent"): Effects {
  const object = command.collection === null ? null : printName([command.collection]);
  const counts = countsOf(command, answer);
  const written = counts.inserted + counts.updated + counts.deleted;
  const scans = (profiled?.collectionScans ?? 0) > 0 && object !== null ? [object] : [];
  const access: readonly ObjectAccess[] =
    object === null || (written === 0 && profiled === null)
      ? []
      : [{ object, kind: "table", scans: profiled?.collectionScans ?? 0, rowsRead: profiled?.documentsExamined ?? 0, ...counts }];
  return {
    ...schemaEffects(command, object, before),
    scans: readsAll(command) && object !== null && before === "there" ? [object] : scans,
    rewrites: [],
    rowsWritten: written,
    access,
  };
}

/** An index build reads every document; the collection is locked at its beginning and end only. */
function readsAll(command: Command): boolean {
  return command.name === "createIndexes";
}

function countsOf(command: Command, answer: Document): Pick<ObjectAccess, "inserted" | "updated" | "deleted"> {
  const n = Number(answer["n"] ?? 0);
  const none = { inserted: 0, updated: 0, deleted: 0 };
  if (command.name === "insert") return { ...none, inserted: n };
  if (command.name === "delete") return { ...none, deleted: n };
  if (command.name === "update") {
    const upserted = Array.isArray(answer["upserted"]) ? answer["upserted"].length : 0;
    return { ...none, inserted: upserted, updated: Number(answer["nModified"] ?? 0) };
  }
  if (command.name === "findAndModify") {
    const last = asDocument(answer["lastErrorObject"]);
    return command.body["remove"] === true ? { ...none, deleted: Number(last["n"] ?? 0) } : { ...none, updated: Number(last["n"] ?? 0) };
  }
  return none;
}

/** Modes as https://www.mongodb.com/docs/manual/faq/concurrency/ names them. */
function schemaEffects(
  command: Command,
  object: string | null,
  before: "there" | "absent",
): Pick<StatementTrace, "blocks" | "created" | "altered" | "dropped"> {
  const { name } = command;
  const none = { blocks: [], created: [], altered: [], dropped: [] };
  if (name === "renameCollection") {
    const [from, to] = [String(command.body["renameCollection"]), String(command.body["to"])].map((one) =>
      printName([one.replace(/^\./, "")]),
    );
    return { ...none, blocks: block(from ?? "", "moment"), dropped: [from ?? ""], created: [to ?? ""] };
  }
  if (object === null) return none;
  switch (name) {
    case "create":
      return { ...none, created: [object] };
    case "drop":
      return { ...none, blocks: block(object, "moment"), dropped: before === "there" ? [object] : [] };
    case "createIndexes":
      return before === "there" ? { ...none, blocks: building(object), altered: [object] } : { ...none, created: [object] };
    case "collMod":
    case "dropIndexes":
    case "convertToCapped":
    case "compact":
      return { ...none, blocks: block(object, name === "convertToCapped" ? "rewrite" : "moment"), altered: [object] };
    default:
      return none;
  }
}

/** Reads and writes go on while the index is built; other changes of the collection wait. https://www.mongodb.com/docs/manual/core/index-creation/ */
function building(object: string): readonly Block[] {
  return [{ object, blocks: "ddl", vendorMode: "IX", for: "build" }];
}

function block(object: string, duration: Block["for"]): readonly Block[] {
  return [{ object, blocks: "reads-and-writes", vendorMode: "X", for: duration }];
}
