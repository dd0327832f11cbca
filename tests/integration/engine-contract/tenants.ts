import type { Engine } from "../../../src/engines/engine.ts";
import type { Intent } from "../../../src/model/intent.ts";
import { testPrograms } from "../../support/postgresql-server.ts";

/** What the contract suite needs to know of one engine: data only. Names are those that a user of this engine would write. */
export interface Tenant {
  readonly id: string;
  readonly version: string;
  /** Which server the shadows are made on. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly load: () => Promise<Engine>;
  /** Two related objects with rows: people (id, name, mail, age, fax) and notes (id, person_id → people, body). */
  readonly base: string;
  readonly seed: string;
  readonly people: string;
  readonly notes: string;
  /** A statement that fails on the base, and one that may never run on a shadow. */
  readonly broken: string;
  readonly hostile: string;
  /** The code it is refused with: ours, or the server's own authoriser's. */
  readonly refusal: string;
  readonly syntaxError: string;
  /** What the engine says of intents it does not plan; written out, never left out. */
  readonly notSupported: readonly Intent["kind"][];
}

const rows = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index + 1)).join(", ");
const people = rows(60, (i) => `(${i}, 'First${i} Last${i}', 'p${i}@example.org', ${20 + (i % 50)}, '555-${i}')`);
const notes = rows(120, (i) => `(${i}, ${(i % 60) + 1}, 'note ${i}')`);
const seed = `insert into people (id, name, mail, age, fax) values ${people};\ninsert into notes (id, person_id, body) values ${notes};\n`;

const postgresql: Tenant = {
  id: "postgresql",
  version: "18",
  settings: {},
  load: async () => (await import("../../../src/engines/postgresql/engine.ts")).postgresqlEngine,
  base: `create table people (id bigint primary key, name text not null, mail text unique, age integer not null, fax text);
create table notes (id bigint primary key, person_id bigint not null references people (id), body text);
create index notes_person_id_idx on notes (person_id);
create view adults as select id, name from people where age >= 18;
`,
  seed,
  people: "public.people",
  notes: "public.notes",
  broken: "alter table people add column age integer;",
  hostile: "copy people to program 'cat';",
  refusal: "statement-refused",
  syntaxError: "create tabel x (id int);",
  notSupported: ["other", "tune"],
};

export const tenants: readonly Tenant[] = [
  postgresql,
  // The same on a server of its own, where the tests are given one: sessions beside the change, CONCURRENTLY, locks.
  ...(testPrograms === null ? [] : [{ ...postgresql, id: "postgresql, native", settings: { kind: "native", bin: testPrograms } }]),
  {
    id: "sqlite",
    version: "3",
    settings: {},
    load: async () => (await import("../../../src/engines/sqlite/engine.ts")).sqliteEngine,
    base: `create table people (id integer primary key, name text not null, mail text unique, age integer not null, fax text);
create table notes (id integer primary key, person_id integer not null references people (id), body text);
create index notes_person_id_idx on notes (person_id);
create view adults as select id, name from people where age >= 18;
`,
    seed,
    people: "people",
    notes: "notes",
    broken: "alter table people add column age integer;",
    hostile: "attach database '/tmp/elsewhere.db' as elsewhere;",
    refusal: "SQLITE_AUTH",
    syntaxError: "create tabel x (id int);",
    notSupported: ["other", "query", "tune", "secure", "move-field"],
  },
];
