import type { Connection } from "../connection.ts";
import { itemsOf, type JsonValue } from "../../model/json.ts";
import { parseCommand, type Command } from "./command.ts";
import { isReading } from "./guard.ts";
import { asDocument } from "./normalize.ts";
import { declaredPaths, isDocument, jsonSchemaOf } from "./outline.ts";
import { dotted } from "./path.ts";
import type { Document } from "./schema.ts";
import { errorOf, type Session } from "./session.ts";

/**
 * Asks the server's planner for a reading command. The server takes any field name for one that may exist; here a command fails that names a field which no validator
 * declares and no document of a filled collection has, or a collection that is not there: it would answer, but with nothing.
 */
export async function tryQuery(session: Session, text: string): ReturnType<Connection["tryQuery"]> {
  try {
    const command = parseCommand(text);
    if (!isReading(command)) return { kind: "fails", error: { message: `${command.name} does not only read`, code: "statement-refused" } };
    const unknown = await findUnknown(session, command);
    if (unknown !== null) return { kind: "fails", error: { message: unknown, code: "unknown-name" } };
    const explained = await session.run({ explain: withCursor(command), verbosity: "queryPlanner" });
    return { kind: "runs", plan: describePlan(explained) };
  } catch (error) {
    return { kind: "fails", error: errorOf(error) };
  }
}

function withCursor(command: Command): Document {
  return command.name === "aggregate" ? { ...command.body, cursor: {} } : command.body;
}

/** Stages of the winning plan, inner first, with their indexes. */
export function describePlan(explained: Document): string {
  const found: string[] = [];
  const visit = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) for (const item of itemsOf(value)) visit(item);
    else if (isDocument(value)) {
      for (const [key, inner] of Object.entries(value)) if (key !== "rejectedPlans") visit(inner);
      const { stage, indexName } = value;
      if (typeof stage === "string") found.push(typeof indexName === "string" ? `${stage} ${indexName}` : stage);
    }
  };
  visit(explained["queryPlanner"] ?? explained["stages"]);
  return found.join(" → ");
}

async function findUnknown(session: Session, command: Command): Promise<string | null> {
  const { collection } = command;
  if (collection === null) return null;
  const [there] = await session.list({ listCollections: 1, filter: { name: collection }, cursor: {} });
  if (there === undefined) return `there is no collection ${collection}`;
  if (there["type"] === "view") return null;
  const schema = jsonSchemaOf(asDocument(asDocument(there["options"])["validator"]));
  const declared = new Set(schema === null ? [] : declaredPaths(schema).map(({ path }) => dotted(path)));
  const [any] = await session.list({ find: collection, projection: { _id: 1 }, limit: 1 }, 1);
  if (any === undefined) return null;
  for (const path of pathsOf(command)) {
    if (
      path === "_id" ||
      declared.has(path) ||
      [...declared].some((name) => path.startsWith(`${name}.`) && !declared.has(path) && isOpen(schema, name))
    )
      continue;
    const [found] = await session.list({ find: collection, filter: { [path]: { $exists: true } }, projection: { _id: 1 }, limit: 1 }, 1);
    if (found === undefined) return `no document of ${collection} has ${path}, and no validator declares it`;
  }
  return null;
}

/** Whether a declared field may hold fields that are not declared. */
function isOpen(schema: Document | null, name: string): boolean {
  const found = schema === null ? undefined : declaredPaths(schema).find(({ path }) => dotted(path) === name);
  return found !== undefined && found.schema["properties"] === undefined && found.schema["items"] === undefined;
}

/** Paths that a filter, a sort, a projection or the first `$match` and `$sort` of a pipeline name. */
export function pathsOf({ body, name }: Command): readonly string[] {
  const projection = Object.entries(asDocument(body["projection"])).filter(([, value]) => value === 1 || value === true);
  const paths = [
    ...filterPaths(body["filter"] ?? body["query"]),
    ...Object.keys(asDocument(body["sort"])),
    ...projection.map(([path]) => path),
  ];
  const key = typeof body["key"] === "string" ? [body["key"]] : [];
  return [...new Set([...paths, ...key, ...(name === "aggregate" ? pipelinePaths(body["pipeline"]) : [])])];
}

function pipelinePaths(pipeline: JsonValue | undefined): readonly string[] {
  const found: string[] = [];
  for (const stage of Array.isArray(pipeline) ? (pipeline as readonly JsonValue[]) : []) {
    const [operator = ""] = Object.keys(asDocument(stage));
    const inner = asDocument(stage)[operator];
    if (operator === "$match") found.push(...filterPaths(inner));
    else if (operator === "$sort") found.push(...Object.keys(asDocument(inner)));
    else if (operator !== "$limit" && operator !== "$skip") break;
  }
  return found;
}

export function filterPaths(filter: JsonValue | undefined): readonly string[] {
  return Object.entries(asDocument(filter)).flatMap(([key, value]) => {
    if (["$and", "$or", "$nor"].includes(key)) return Array.isArray(value) ? value.flatMap((item: JsonValue) => filterPaths(item)) : [];
    return key.startsWith("$") ? [] : [key];
  });
}
