import { collectionCalls, cursorSettings } from "../parse/collection-calls.ts";
import type { Args } from "../parse/call-documents.ts";
import type { Plain, ShellLink } from "./shell-link.ts";

/** A cursor of the shell: asked when the first document is wanted. */
export class ShellCursor {
  readonly #link: ShellLink;
  readonly #database: string;
  readonly #session: number | null;
  #command: Plain;
  #documents: readonly Plain[] | null = null;
  #at = 0;

  constructor(link: ShellLink, database: string, command: Plain, session: number | null) {
    this.#link = link;
    this.#database = database;
    this.#command = command;
    this.#session = session;
  }

  /** As the methods of the shell's cursors that set something. */
  set(member: string, value: unknown): this {
    this.#command = { ...this.#command, [member]: value };
    return this;
  }

  toArray(): readonly Plain[] {
    this.#documents ??= this.#link.all(this.#database, this.#command, this.#session);
    const rest = this.#documents.slice(this.#at);
    this.#at = this.#documents.length;
    return [...rest];
  }

  hasNext(): boolean {
    this.#documents ??= this.#link.all(this.#database, this.#command, this.#session);
    return this.#at < this.#documents.length;
  }

  next(): Plain | null {
    if (!this.hasNext()) return null;
    this.#at += 1;
    return this.#documents?.[this.#at - 1] ?? null;
  }

  tryNext(): Plain | null {
    return this.next();
  }

  forEach(act: (document: Plain) => unknown): void {
    for (let document = this.next(); document !== null; document = this.next()) act(document);
  }

  map<T>(make: (document: Plain) => T): readonly T[] {
    return this.toArray().map(make);
  }

  count(): number {
    return Number(
      this.#link.run(this.#database, { count: this.#command["find"], query: this.#command["filter"] ?? {} }, this.#session)["n"],
    );
  }

  size(): number {
    return this.toArray().length;
  }

  itcount(): number {
    return this.toArray().length;
  }

  noCursorTimeout(): this {
    return this.set("noCursorTimeout", true);
  }

  readConcern(): this {
    return this;
  }

  close(): void {}

  *[Symbol.iterator](): Generator<Plain> {
    for (let document = this.next(); document !== null; document = this.next()) yield document;
  }
}

/** The methods that set a member of the command are those that reading the text knows. */
export function openCursor(link: ShellLink, database: string, command: Plain, session: number | null): ShellCursor {
  const cursor = new ShellCursor(link, database, command, session);
  const setters = Object.entries(cursorSettings).map(
    ([method, member]) => [method, (value: unknown = true) => cursor.set(member, value)] as const,
  );
  return Object.assign(cursor, Object.fromEntries(setters));
}

/** `initializeOrderedBulkOp` and its like: operations are collected and sent at the end. */
export class ShellBulk {
  readonly #operations: Plain[] = [];
  readonly #collection: string;
  readonly #send: (command: Plain) => Plain;

  constructor(collection: string, send: (command: Plain) => Plain) {
    this.#collection = collection;
    this.#send = send;
  }

  insert(document: Plain): this {
    this.#operations.push({ insertOne: { document } });
    return this;
  }

  find(filter: Plain): Readonly<Record<string, (change?: unknown) => unknown>> {
    let options: Plain = {};
    const add = (name: string, more: Plain): this => {
      this.#operations.push({ [name]: { filter, ...more, ...options } });
      return this;
    };
    const steps: Record<string, (change?: unknown) => unknown> = {
      upsert: () => {
        options = { ...options, upsert: true };
        return steps;
      },
      arrayFilters: (filters) => {
        options = { ...options, arrayFilters: filters };
        return steps;
      },
      update: (change) => add("updateMany", { update: change }),
      updateOne: (change) => add("updateOne", { update: change }),
      replaceOne: (change) => add("replaceOne", { replacement: change }),
      delete: () => add("deleteMany", {}),
      deleteOne: () => add("deleteOne", {}),
      remove: () => add("deleteMany", {}),
      removeOne: () => add("deleteOne", {}),
    };
    return steps;
  }

  execute(): Plain {
    const commands = collectionCalls["bulkWrite"]?.(this.#collection, [this.#operations] as unknown[] as Args) ?? [];
    for (const command of commands) this.#send(command);
    return { acknowledged: true };
  }
}
