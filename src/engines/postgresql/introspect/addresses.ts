import type { Found } from "./reader.ts";

/** Ids of objects by catalogue address (`pg_class/16385`, `pg_class/16385/2`), which is asked for many times more often than it is noted. */
export class AddressBook {
  readonly #byClass = new Map<string, Map<number, string>>();
  /** Columns, by the oid of their table and their number. */
  readonly #columns = new Map<number, string[]>();

  constructor(found: readonly Found[]) {
    for (const { object, keys } of found) for (const key of keys) this.note(key, object.id);
  }

  note(key: string, id: string): void {
    const [catalogue = "", oid, sub] = key.split("/");
    if (sub === undefined) this.#ofClass(catalogue).set(Number(oid), id);
    else {
      const columns = this.#columns.get(Number(oid)) ?? [];
      columns[Number(sub)] = id;
      this.#columns.set(Number(oid), columns);
    }
  }

  column(table: number, sub: number): string | undefined {
    return this.#columns.get(table)?.[sub];
  }

  /** Objects of one catalogue, or what is part of one: `sub` 0 is the object itself. */
  in(catalogue: string): (oid: number, sub: number) => string | undefined {
    const ids = this.#ofClass(catalogue);
    if (catalogue !== "pg_class") return (oid) => ids.get(oid);
    return (oid, sub) => (sub === 0 ? undefined : this.column(oid, sub)) ?? ids.get(oid);
  }

  #ofClass(catalogue: string): Map<number, string> {
    const known = this.#byClass.get(catalogue);
    if (known !== undefined) return known;
    const made = new Map<number, string>();
    this.#byClass.set(catalogue, made);
    return made;
  }
}
