import { LeadError } from "../../../model/error.ts";
import type { Intent } from "../../../model/intent.ts";
import { isEqualJson } from "../../../model/json.ts";
import { parseName, printName } from "../../../model/name.ts";
import { locateObject, type Schema, type SchemaObject } from "../../../model/schema.ts";
import type { DataRule, Decision, DesignRequest } from "../../engine.ts";
import { commandOf } from "../command.ts";
import { withJsonSchema } from "../json-schema.ts";
import { setValidator } from "../objects/collection.ts";
import { createIndex, dropIndex } from "../objects/index.ts";
import { jsonSchemaOf } from "../outline.ts";
import { demandPlain, dotted, pathWithin, type PathPart } from "../path.ts";
import { collectionOf, type Document, findCollection, type IndexDefinition, indexId, indexesOf, indexOf, viewOf } from "../schema.ts";
import { indexName } from "../normalize.ts";
import { simulate } from "../simulate.ts";

/** What a design grows into: the schema so far, and the commands that make it. */
export class DesignState {
  readonly request: DesignRequest;
  schema: Schema;
  readonly commands: Document[] = [];
  readonly rules: DataRule[] = [];
  readonly renames: Record<string, string> = {};
  readonly decisions: Decision[] = [];
  readonly remarks: string[] = [];
  readonly origins: Record<string, string> = {};

  constructor(request: DesignRequest) {
    this.request = request;
    this.schema = request.schema;
  }

  run(intent: Intent, ...documents: readonly Document[]): void {
    try {
      this.schema = simulate(this.schema, documents.map(commandOf));
    } catch (cause) {
      throw this.invalid(intent, cause instanceof Error ? cause.message : String(cause));
    }
    this.commands.push(...documents);
  }

  invalid(intent: Intent, reason: string, hint?: string): LeadError {
    return new LeadError("requirement-invalid", `${intent.id} (${intent.kind}): ${reason}`, hint === undefined ? {} : { hint });
  }

  /** The collection of a dotted name. Throws `requirement-invalid` where there is none. */
  collection(name: string, intent: Intent): SchemaObject {
    const [found] = locateObject(this.schema, name);
    if (found?.object.kind !== "collection") throw this.invalid(intent, `there is no collection ${name}`);
    return found.object;
  }

  /** A collection and a path in it, of `customers.address.city`. */
  place(name: string, intent: Intent): { readonly object: SchemaObject; readonly collection: string; readonly path: readonly PathPart[] } {
    const parts = parseName(name);
    for (let length = parts.length - 1; length >= 1; length -= 1) {
      const owner = printName(parts.slice(0, length));
      const [found] = locateObject(this.schema, owner);
      if (found?.object.kind !== "collection") continue;
      const path = pathWithin(owner, name);
      demandPlain(path);
      return { object: found.object, collection: collectionOf(found.object).name, path };
    }
    throw this.invalid(intent, `${name} names no field of a collection`);
  }

  jsonSchema(collection: string): Document {
    const object = findCollection(this.schema, collection);
    return (object === undefined ? null : jsonSchemaOf(collectionOf(object).validator)) ?? {};
  }

  /** Changes what the validator of a collection declares; one that has none gets one. */
  declare(intent: Intent, collection: string, change: (schema: Document) => Document): void {
    const object = findCollection(this.schema, collection);
    if (object === undefined) throw this.invalid(intent, `there is no collection ${collection}`);
    const old = collectionOf(object);
    const schema = jsonSchemaOf(old.validator) ?? {};
    const next = change(schema);
    if (isEqualJson(schema, next)) return;
    const validator = withJsonSchema(old.validator, next);
    this.run(
      intent,
      setValidator(collection, {
        validator,
        level: old.validator === null ? "strict" : old.level,
        action: old.validator === null ? "error" : old.action,
      }),
    );
    this.origins[object.id] = intent.id;
    this.origins[`${object.id}#${intent.id}`] = intent.id;
  }

  removeIndex(intent: Intent, index: IndexDefinition): void {
    this.run(intent, dropIndex(index));
    this.origins[indexId(index.collection, index.name)] = intent.id;
  }

  addIndex(intent: Intent, index: IndexDefinition): void {
    const known = indexesOf(this.schema, index.collection).map(indexOf);
    if (known.some((one) => isEqualJson({ ...one, name: "" }, { ...index, name: "" }))) return;
    // One on the same key that only is not unique yet becomes so: the server lets no second one stand beside it.
    const loose = index.unique ? known.find((one) => isEqualJson({ ...one, name: "", unique: true }, { ...index, name: "" })) : undefined;
    if (loose !== undefined) {
      this.removeIndex(intent, loose);
      return this.addIndex(intent, { ...index, name: loose.name });
    }
    this.run(intent, createIndex(index));
    const made = this.schema.objects.find(
      (object) => object.kind === "index" && indexOf(object).name === index.name && indexOf(object).collection === index.collection,
    );
    if (made !== undefined) this.origins[made.id] = intent.id;
  }

  /** Indexes that use a path or what lies below it. */
  indexesOn(collection: string, path: readonly PathPart[]): readonly IndexDefinition[] {
    const name = dotted(path);
    return indexesOf(this.schema, collection)
      .map(indexOf)
      .filter(
        (index) =>
          index.key.some((part) => part.path === name || part.path.startsWith(`${name}.`)) ||
          JSON.stringify(index.partialFilter ?? {}).includes(`"${name}`),
      );
  }

  /** Indexes on a path follow its new name; those of names that drivers gave get the name that they would give. */
  moveIndexes(intent: Intent, collection: string, from: readonly PathPart[], to: readonly PathPart[]): void {
    const [old, now] = [dotted(from), dotted(to)];
    const move = (path: string): string => (path === old ? now : path.startsWith(`${old}.`) ? `${now}${path.slice(old.length)}` : path);
    for (const index of this.indexesOn(collection, from)) {
      const key = index.key.map((part) => ({ ...part, path: move(part.path) }));
      const filter = index.partialFilter === null ? null : renameKeys(index.partialFilter, move);
      const name = index.name === indexName(index.key) ? indexName(key) : `${index.name}_${now.replaceAll(".", "_")}`.slice(0, 120);
      this.removeIndex(intent, index);
      this.addIndex(intent, { ...index, key, partialFilter: filter, name });
    }
  }

  /** Views on a collection follow the new name of a field, where they name it plainly. */
  moveInViews(intent: Intent, collection: string, from: readonly PathPart[], to: readonly PathPart[]): void {
    const [old, now] = [dotted(from), dotted(to)];
    for (const object of this.schema.objects) {
      if (object.kind !== "view" || viewOf(object).on !== collection) continue;
      const view = viewOf(object);
      const pipeline = view.pipeline.map((stage) => renamePaths(stage, old, now) as Document);
      if (isEqualJson(pipeline, view.pipeline)) continue;
      this.run(intent, { collMod: view.name, viewOn: view.on, pipeline });
      this.origins[object.id] = intent.id;
      this.remarks.push(
        `The view ${view.name} reads ${old}: its pipeline is rewritten to ${now}; whoever reads the view sees the new name where the pipeline hands the field on.`,
      );
    }
  }

  rule(intent: Intent, collection: string, rule: Omit<DataRule, "intent" | "object">): void {
    this.rules.push({ ...rule, intent: intent.id, object: printName([collection]) });
  }

  answer(kind: string, intent: Intent, object: string): string | undefined {
    const target = intent.body.target ?? "";
    const ids = [`${kind}/${target}/${object}`, `${kind}/${target}/${printName(parseName(object))}`];
    return this.request.answers.find((answer) => ids.includes(answer.question))?.choose;
  }

  decide(intent: Intent, decision: Omit<Decision, "intent">): void {
    this.decisions.push({ ...decision, intent: intent.id });
  }
}

function renameKeys(document: Document, move: (path: string) => string): Document {
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [move(key), value]));
}

/** Keys that are the path, and strings that read it (`$mail`). */
function renamePaths(value: unknown, old: string, now: string): unknown {
  if (typeof value === "string")
    return value === `$${old}` ? `$${now}` : value.startsWith(`$${old}.`) ? `$${now}${value.slice(old.length + 1)}` : value;
  if (Array.isArray(value)) return value.map((item) => renamePaths(item, old, now));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === old ? now : key.startsWith(`${old}.`) ? `${now}${key.slice(old.length)}` : key,
      renamePaths(inner, old, now),
    ]),
  );
}
