import { parseName, printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, FunctionDefinition, TriggerDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { collectMentions, type Mentions } from "./mentions.ts";

export interface BodyOutcome {
  /** Per function id the ids its body uses. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
  /** Functions whose body could not be read, or builds statements while it runs. */
  readonly unread: readonly string[];
}

/** What functions mention, by their ids; null where a body could not be read. */
export type BodyMentions = ReadonlyMap<string, Mentions | null>;

/** Reads bodies of SQL and PL/pgSQL functions with the server's own grammar. Cost: one parse a function. */
export async function readBodies(objects: readonly SchemaObject[]): Promise<BodyMentions> {
  const found = new Map<string, Mentions | null>();
  const functions = objects.filter((object) => {
    const { language } = define<FunctionDefinition>(object);
    return object.kind === "function" && language !== "c" && language !== "internal";
  });
  if (functions.length === 0) return found;
  const parser = await import("libpg-query");
  await parser.loadModule();
  for (const object of functions) found.set(object.id, collectMentions(define<FunctionDefinition>(object), parser));
  return found;
}

/** Finds what the bodies mention among all objects; what could not be read is named. */
export function resolveBodies(objects: readonly SchemaObject[], bodies: BodyMentions): BodyOutcome {
  const references = new Map<string, ReadonlySet<string>>();
  const unread: string[] = [];
  if (bodies.size === 0) return { references, unread };
  const names = new NameTable(objects);
  for (const object of objects) {
    const mentions = bodies.get(object.id);
    if (mentions === undefined) continue;
    if (mentions === null || mentions.dynamic) unread.push(labelOf(object.id));
    if (mentions !== null) references.set(object.id, names.resolve(object, define<FunctionDefinition>(object).schema, mentions));
  }
  return { references, unread };
}

interface Relation {
  readonly id: string;
  /** Id by column name. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Finds what a dotted name in a body means: as written, then in the function's own schema, then in `public`. */
class NameTable {
  readonly #relations = new Map<string, Relation>();
  readonly #functions = new Map<string, string[]>();
  readonly #others = new Map<string, string>();
  readonly #triggered = new Map<string, Relation[]>();

  constructor(objects: readonly SchemaObject[]) {
    const columns = new Map<string, Map<string, string>>();
    for (const object of objects) {
      if (object.kind === "column") {
        const known = columns.get(object.parent ?? "") ?? new Map<string, string>();
        columns.set(object.parent ?? "", known.set(define<ColumnDefinition>(object).name, object.id));
      } else if (object.kind === "function" || object.kind === "aggregate") {
        const { schema, name } = define<FunctionDefinition>(object);
        const label = printName([schema, name]);
        this.#functions.set(label, [...(this.#functions.get(label) ?? []), object.id]);
      } else if (/^(?:enum|domain|sequence|composite-type|range-type|base-type)$/.test(object.kind))
        this.#others.set(labelOf(object.id), object.id);
    }
    for (const object of objects) {
      if (!/^(?:table|view|materialized-view|foreign-table)$/.test(object.kind)) continue;
      this.#relations.set(labelOf(object.id), { id: object.id, columns: columns.get(object.id) ?? new Map() });
    }
    for (const object of objects) {
      if (object.kind !== "trigger") continue;
      const trigger = define<TriggerDefinition>(object);
      const relation = this.#relations.get(printName([trigger.schema, trigger.table]));
      if (relation !== undefined) this.#triggered.set(trigger.function, [...(this.#triggered.get(trigger.function) ?? []), relation]);
    }
  }

  resolve(object: SchemaObject, schema: string, mentions: Mentions): ReadonlySet<string> {
    const found = new Set<string>();
    const read: Relation[] = [];
    for (const name of mentions.relations) {
      const relation = first(this.#relations, name, schema);
      if (relation !== undefined) read.push(relation);
    }
    for (const name of mentions.functions) for (const id of first(this.#functions, name, schema) ?? []) found.add(id);
    for (const name of mentions.names) {
      const id = first(this.#others, name, schema) ?? first(this.#relations, name, schema)?.id ?? this.#columnAt(name, schema);
      if (id !== undefined) found.add(id);
    }
    for (const name of mentions.texts) {
      const id = first(this.#others, name, schema);
      if (id?.startsWith("sequence:") === true) found.add(id);
    }
    for (const relation of read) found.add(relation.id);
    for (const column of mentions.fields) {
      for (const relation of this.#owners(column, { read, schema, mentions, rows: this.#triggered.get(object.id) ?? [] })) {
        const id = relation.columns.get(column.name);
        if (id !== undefined) found.add(id);
      }
    }
    return found;
  }

  /** `public.orders.total%type` names a column. */
  #columnAt(name: readonly string[], schema: string): string | undefined {
    return first(this.#relations, name.slice(0, -1), schema)?.columns.get(name.at(-1) ?? "");
  }

  #owners(
    field: Mentions["fields"][number],
    at: { readonly read: readonly Relation[]; readonly rows: readonly Relation[]; readonly schema: string; readonly mentions: Mentions },
  ): readonly Relation[] {
    if (field.of === null) return at.read;
    if (field.of === "new" || field.of === "old") return at.rows;
    const named = at.mentions.aliases.get(field.of) ?? [parseName(field.of)];
    return named.flatMap((name) => first(this.#relations, name, at.schema) ?? []);
  }
}

function first<T>(table: ReadonlyMap<string, T>, name: readonly string[], schema: string): T | undefined {
  if (name.length > 1) return table.get(printName(name));
  return table.get(printName([schema, ...name])) ?? table.get(printName(["public", ...name]));
}
