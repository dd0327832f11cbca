import { LeadError } from "../../../model/error.ts";
import type { JsonValue } from "../../../model/json.ts";
import type { Design, DesignRequest } from "../../engine.ts";
import { printCommand, splitCommands } from "../command.ts";
import { asDocument, indexName } from "../normalize.ts";
import type { Document } from "../schema.ts";

/**
 * A committed file that says all that the schema is to be: a list of commands, or one document
 * `{ "collections": { "orders": { "jsonSchema": …, "indexes": [{ "key": { "placed_at": 1 } }], …options of create } }, "views": { "open": { "viewOn": …, "pipeline": … } } }`.
 */
export function adoptSchema(request: DesignRequest, intent: string, file: string): Design {
  const text = request.files[file];
  if (text === undefined) throw new LeadError("requirement-invalid", `${intent}: the file ${file} was not found`);
  if (request.intents.length > 1)
    throw new LeadError(
      "requirement-invalid",
      `${intent}: adopt-schema says all that the schema is to be; other intents belong into the file or into a requirement of their own`,
    );
  const origins = Object.fromEntries(request.schema.objects.map((object) => [object.id, intent]));
  return { statements: commandsOf(text, file), startsFrom: "nothing", renames: {}, rules: [], decisions: [], remarks: [], origins };
}

export function commandsOf(text: string, file: string): string {
  const [first, ...others] = splitCommands(text, { file, line: 1 });
  const declared = first?.command.body ?? {};
  if (first === undefined || others.length > 0 || (declared["collections"] === undefined && declared["views"] === undefined)) return text;
  const unknown = Object.keys(declared).find((key) => !["collections", "views", "$schema"].includes(key));
  if (unknown !== undefined)
    throw new LeadError("schema-unreadable", `${file}: unknown key ${unknown}`, { hint: "Known: collections, views." });
  const collections = Object.entries(asDocument(declared["collections"])).flatMap(([name, value]) =>
    collectionCommands(name, asDocument(value)),
  );
  const views = Object.entries(asDocument(declared["views"])).map(([name, value]): Document => ({ create: name, ...asDocument(value) }));
  return [...collections, ...views].map(printCommand).join("\n\n");
}

function collectionCommands(name: string, declared: Document): readonly Document[] {
  const { indexes, jsonSchema, ...options } = declared;
  const create: Document = { create: name, ...(jsonSchema === undefined ? {} : { validator: { $jsonSchema: jsonSchema } }), ...options };
  const list = Array.isArray(indexes) ? (indexes as readonly JsonValue[]).map(asDocument) : [];
  const named = list.map((index) => {
    const key = Object.entries(asDocument(index["key"])).map(([path, order]) => ({
      path,
      order: typeof order === "number" ? order : String(order),
    }));
    return index["name"] === undefined ? { ...index, name: indexName(key) } : index;
  });
  return named.length === 0 ? [create] : [create, { createIndexes: name, indexes: named }];
}
