import { printName } from "../../../model/name.ts";
import type { JsonValue } from "../../../model/json.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";

/** What is asked about the objects of a schema, answered without looking at all of them. */
export interface KnownObjects {
  find(id: string): SchemaObject | undefined;
  /** A table (dotted, with its schema) and everything that stands in it, in the order in which they came. */
  within(table: string): readonly SchemaObject[];
  ofKind(kind: SchemaObject["kind"]): readonly SchemaObject[];
}

interface Version {
  readonly since: number;
  /** Null: it is gone. */
  readonly object: SchemaObject | null;
}

/**
 * The objects of a schema through a set of migrations: each change is kept with its moment, so that the schema before every statement can be asked about without
 * a copy of it. Cost of a change, and of a question about one table: what stands in that table.
 */
export class ObjectHistory {
  readonly #versions = new Map<string, Version[]>();
  readonly #inTable = new Map<string, Set<string>>();
  readonly #ofKind = new Map<string, Set<string>>();
  readonly #base: Schema;
  #moment = 0;

  constructor(base: Schema) {
    this.#base = base;
    for (const object of base.objects) this.set(object.id, object);
  }

  get(id: string): SchemaObject | undefined {
    return this.#at(id, this.#moment);
  }

  set(id: string, object: SchemaObject): void {
    this.#change(id, object);
    remember(this.#inTable, tableOf(object), id);
    remember(this.#ofKind, object.kind, id);
  }

  delete(id: string): void {
    if (this.get(id) !== undefined) this.#change(id, null);
  }

  within(table: string): readonly SchemaObject[] {
    return this.#pick(this.#inTable.get(table), this.#moment);
  }

  /** Whether there is or was an object of this id. */
  hasKnown(id: string): boolean {
    return this.#versions.has(id);
  }

  /** The schema as it is now, whatever becomes of it; later changes belong to the next moment. */
  freeze(): Schema {
    const moment = this.#moment;
    this.#moment += 1;
    let listed: readonly SchemaObject[] | null = null;
    const list = (): readonly SchemaObject[] => (listed ??= this.#pick(this.#versions.keys(), moment));
    const schema: Schema = {
      engine: this.#base.engine,
      version: this.#base.version,
      unmodelled: this.#base.unmodelled,
      get objects() {
        return list();
      },
    };
    known.set(schema, this.#view(moment));
    return schema;
  }

  /** Answers for the moment of the question. */
  view(): KnownObjects {
    return this.#view(this.#moment);
  }

  #view(moment: number): KnownObjects {
    return {
      find: (id) => this.#at(id, moment),
      within: (table) => this.#pick(this.#inTable.get(table), moment),
      ofKind: (kind) => this.#pick(this.#ofKind.get(kind), moment),
    };
  }

  #change(id: string, object: SchemaObject | null): void {
    const versions = this.#versions.get(id);
    if (versions === undefined) this.#versions.set(id, [{ since: this.#moment, object }]);
    else {
      if (versions.at(-1)?.since === this.#moment) versions.pop();
      versions.push({ since: this.#moment, object });
    }
  }

  #at(id: string, moment: number): SchemaObject | undefined {
    return this.#versions.get(id)?.findLast(({ since }) => since <= moment)?.object ?? undefined;
  }

  #pick(ids: Iterable<string> | undefined, moment: number): readonly SchemaObject[] {
    const found: SchemaObject[] = [];
    for (const id of ids ?? []) {
      const object = this.#at(id, moment);
      if (object !== undefined) found.push(object);
    }
    return found;
  }
}

const known = new WeakMap<Schema, KnownObjects>();

/** The objects of any schema; an index of one that no history made is built once. */
export function knownObjects(schema: Schema): KnownObjects {
  const found = known.get(schema) ?? new ObjectHistory(schema).view();
  known.set(schema, found);
  return found;
}

function remember(lists: Map<string, Set<string>>, key: string, id: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, new Set([id]));
  else list.add(id);
}

/** Dotted name of the table that the object is or stands in. */
function tableOf({ definition }: SchemaObject): string {
  return printName([textIn(definition, "schema"), textIn(definition, "table") || textIn(definition, "name")]);
}

function textIn(definition: JsonValue, key: string): string {
  const value =
    typeof definition === "object" && definition !== null && !Array.isArray(definition)
      ? (definition as Readonly<Record<string, unknown>>)[key]
      : undefined;
  return typeof value === "string" ? value : "";
}
