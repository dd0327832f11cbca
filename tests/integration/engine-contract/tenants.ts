import type { Engine } from "../../../src/engines/engine.ts";
import type { Intent } from "../../../src/model/intent.ts";
import { testMongod } from "../../support/mongodb-server.ts";
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
  /** Fields of people, the key first. */
  readonly fields: readonly string[];
  readonly texts: TenantTexts;
  /** What the engine says of intents it does not plan; written out, never left out. */
  readonly notSupported: readonly Intent["kind"][];
}

/** The same wishes in the engine's own words. */
export interface TenantTexts {
  readonly makeExtra: string;
  readonly deleteNotes: string;
  readonly countNotes: string;
  readonly countPeople: string;
  readonly goodQuery: string;
  readonly badQuery: string;
  readonly byKey: string;
  /** First four characters of a note's body, the rest, and both again. */
  readonly head: string;
  readonly tail: string;
  readonly body: string;
}
const sqlTexts: TenantTexts = {
  makeExtra: "create table extra (id integer);",
  deleteNotes: "delete from notes;",
  countNotes: "select count(*) as n from notes",
  countPeople: "select count(*) as n from people",
  goodQuery: "select name from people where mail = $1",
  badQuery: "select email from people",
  byKey: "select id, name from people where id = $1",
  head: "substr(body, 1, 4)",
  tail: "substr(body, 5)",
  body: "head || tail",
};
const sqlFields = ["id", "name", "mail", "age", "fax"];

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
  fields: sqlFields,
  texts: sqlTexts,
  people: "public.people",
  notes: "public.notes",
  broken: "alter table people add column age integer;",
  hostile: "copy people to program 'cat';",
  refusal: "statement-refused",
  syntaxError: "create tabel x (id int);",
  notSupported: ["other"],
};

const documents = (count: number, document: (index: number) => Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Array.from({ length: count }, (_, index) => document(index + 1)));

const mongodb: readonly Tenant[] =
  testMongod === null
    ? []
    : [
        {
          id: "mongodb",
          version: "6",
          settings: { bin: testMongod },
          load: async () => (await import("../../../src/engines/mongodb/engine.ts")).mongodbEngine,
          base: `{ "create": "people", "validator": { "$jsonSchema": { "bsonType": "object", "required": ["_id", "name", "age"], "properties": {
  "_id": { "bsonType": "int" }, "name": { "bsonType": "string" }, "mail": { "bsonType": "string" }, "age": { "bsonType": "int" }, "fax": { "bsonType": "string" } } } } }
{ "createIndexes": "people", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true }] }
{ "create": "notes", "validator": { "$jsonSchema": { "bsonType": "object", "required": ["_id", "person_id"], "properties": {
  "_id": { "bsonType": "int" }, "person_id": { "bsonType": "int", "description": "references people._id" }, "body": { "bsonType": "string" } } } } }
{ "createIndexes": "notes", "indexes": [{ "key": { "person_id": 1 }, "name": "person_id_1" }] }
{ "create": "adults", "viewOn": "people", "pipeline": [{ "$match": { "age": { "$gte": 18 } } }, { "$project": { "name": 1 } }] }
`,
          seed: `{ "insert": "people", "documents": ${documents(60, (i) => ({ _id: i, name: `First${i} Last${i}`, mail: `p${i}@example.org`, age: 20 + (i % 50), fax: `555-${i}` }))} }
{ "insert": "notes", "documents": ${documents(120, (i) => ({ _id: i, person_id: (i % 60) + 1, body: `note ${i}` }))} }
`,
          people: "people",
          notes: "notes",
          fields: ["_id", "name", "mail", "age", "fax"],
          texts: {
            makeExtra: '{ "create": "extra" }',
            deleteNotes: '{ "delete": "notes", "deletes": [{ "q": {}, "limit": 0 }] }',
            countNotes: '{ "count": "notes" }',
            countPeople: '{ "count": "people" }',
            goodQuery: '{ "find": "people", "filter": { "mail": "somebody" }, "projection": { "name": 1 } }',
            badQuery: '{ "find": "people", "filter": { "email": "somebody" } }',
            byKey: '{ "find": "people", "filter": { "_id": 1 }, "projection": { "name": 1 } }',
            head: '{ "$substrCP": ["$body", 0, 4] }',
            tail: '{ "$substrCP": ["$body", 4, 1000] }',
            body: '{ "$concat": ["$head", "$tail"] }',
          },
          broken: '{ "create": "people" }',
          hostile: '{ "aggregate": "people", "pipeline": [{ "$out": { "db": "elsewhere", "coll": "people" } }], "cursor": {} }',
          refusal: "statement-refused",
          syntaxError: '{ "create": "x", }',
          notSupported: ["other", "tune", "secure"],
        },
      ];

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
    fields: sqlFields,
    texts: sqlTexts,
    people: "people",
    notes: "notes",
    broken: "alter table people add column age integer;",
    hostile: "attach database '/tmp/elsewhere.db' as elsewhere;",
    refusal: "SQLITE_AUTH",
    syntaxError: "create tabel x (id int);",
    notSupported: ["other", "secure", "move-field"],
  },
  ...mongodb,
];
