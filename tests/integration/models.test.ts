// Each ORM's model as we read it, without running it, against the tables that the ORM's own tool makes of it on a native server: field by field, keys,
// references with their actions, indexes.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/engines/connection.ts";
import { parseName, printName } from "../../src/model/name.ts";
import { compareModel, readModel } from "../../src/project/models.ts";
import type { ModelObject } from "../../src/project/models/model.ts";
import { openUrlServer, runnersFolder, type UrlServer } from "../support/url-server.ts";

const script = fileURLToPath(new URL("../support/make-models.mjs", import.meta.url));
const fixtures = fileURLToPath(new URL("../scenarios/models", import.meta.url));
/** The model's path in its project, how many objects it has, and tables of the ORM that no model names. */
const cases = [
  { id: "prisma", orm: "prisma", path: "schema.prisma", objects: 5, own: /^_prisma_/, unread: [] },
  { id: "drizzle", orm: "drizzle", path: "schema.ts", objects: 3, own: /^$/, unread: ["index over an expression"] },
  { id: "typeorm", orm: "typeorm", path: "entities.ts", objects: 4, own: /^$/, unread: [] },
  { id: "sequelize", orm: "sequelize", path: "models.js", objects: 5, own: /^$/, unread: [] },
  { id: "sqlalchemy", orm: "sqlalchemy", path: "models.py", objects: 3, own: /^$/, unread: [] },
  { id: "django", orm: "django", path: "shop", objects: 6, own: /^(?:auth|django)_/, unread: [] },
  {
    id: "rails",
    orm: "rails",
    path: "schema.rb",
    objects: 4,
    own: /^(?:ar_internal_metadata|schema_migrations)$/,
    unread: ["an index over an expression"],
  },
  { id: "structure", orm: "rails", path: "structure.sql", objects: 2, own: /^$/, unread: ["an index over an expression"] },
] as const;

interface Picture {
  readonly fields: readonly string[];
  readonly keys: readonly string[];
  readonly references: readonly string[];
  readonly indexes: readonly string[];
}

describe.skipIf(runnersFolder === null)("models", { timeout: 300_000 }, () => {
  const runners = runnersFolder ?? "";
  let server: UrlServer;
  let root: string;
  beforeAll(async () => {
    server = await openUrlServer();
    root = await mkdtemp(join(tmpdir(), "dblead-models-"));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });

  async function makeProject(id: string): Promise<string> {
    const project = join(root, id);
    await cp(join(fixtures, id), project, { recursive: true });
    // So that neither compiler nor linter of this project takes them for its own.
    for (const name of await readdir(project))
      if (name.endsWith(".txt")) await rename(join(project, name), join(project, name.replace(/\.txt$/, "")));
    await writeFile(join(project, "package.json"), "{}\n");
    await symlink(join(runners, "node", "node_modules"), join(project, "node_modules"));
    return project;
  }

  test.each(cases)("$id: what is read is what its own tool makes", async ({ id, orm, path, objects, own, unread }) => {
    const project = await makeProject(id);
    const url = await server.makeDatabase();
    const loader = pathToFileURL(join(runners, "node/node_modules/tsx/dist/loader.mjs")).href;
    await promisify(execFile)(process.execPath, ["--import", loader, script, id, runners, project, url], {
      cwd: project,
      timeout: 100_000,
    });
    await using connection = await server.open(url);
    const model = await readModel(project, path);
    expect(model.orm).toBe(orm);
    expect(model.objects).toHaveLength(objects);
    const actual = await readTables(connection, own);
    expect(pictureAll(model.objects)).toEqual(actual);
    const named = model.objects.flatMap((object) => object.unread);
    expect(named).toHaveLength(unread.length);
    for (const [index, text] of unread.entries()) expect(named[index]).toContain(text);
    const ignored = [...Object.keys(actual), ...(await ormTables(connection, own))].filter((label) => own.test(label));
    expect(compareModel(model, await connection.introspect(), ignored)).toEqual([]);
    if (id === "rails") expect(pictureAll((await readModel(project, "db/dumped.rb")).objects)).toEqual(actual);
  });
});

function pictureAll(objects: readonly ModelObject[]): Readonly<Record<string, Picture>> {
  const label = (name: string): string => printName(parseName(name).length === 1 ? ["public", ...parseName(name)] : parseName(name));
  const entries = objects.map((object): readonly [string, Picture] => [
    label(object.name),
    {
      fields: object.fields
        .map(({ name, columnType, required }) => `${name} ${bare(columnType ?? "?")} ${required === true ? "required" : "optional"}`)
        .toSorted(),
      keys: object.keys.map(({ kind, fields }) => `${kind} ${fields.join()}`).toSorted(),
      references: object.references
        .map(
          ({ fields, object: target, targetFields, onDelete, onUpdate }) =>
            `${fields.join()} -> ${label(target)} ${targetFields.join()} ${onDelete} ${onUpdate}`,
        )
        .toSorted(),
      indexes: object.indexes.map(({ fields, unique, partial }) => `${fields.join()} ${unique} ${partial}`).toSorted(),
    },
  ]);
  return Object.fromEntries(entries);
}

/** A type that somebody made is compared by its name without `public`. */
function bare(type: string): string {
  return type.replace(/^public\./, "");
}

interface Facts {
  readonly keys: readonly { readonly kind: string; readonly fields: string }[];
  readonly references: readonly { readonly text: string }[];
  readonly indexes: readonly { readonly fields: string; readonly unique: string; readonly partial: string }[];
}

/** Fields through our introspection; keys, references and indexes asked of the catalogue here, for their actions and predicates. */
async function readTables(connection: Connection, own: RegExp): Promise<Readonly<Record<string, Picture>>> {
  const schema = await connection.introspect();
  const pictures: [string, Picture][] = [];
  for (const { kind, outline } of schema.objects) {
    if (kind !== "table" || outline === undefined || own.test(parseName(outline.label).at(-1) ?? "")) continue;
    const facts = await factsOf(connection, outline.label);
    const keys = new Set([
      ...facts.keys.map((key) => `${key.kind} ${key.fields}`),
      ...facts.indexes.filter(({ unique, partial }) => unique === "yes" && partial === "no").map(({ fields }) => `unique ${fields}`),
    ]);
    const primary = facts.keys.find((key) => key.kind === "primary")?.fields;
    keys.delete(`unique ${primary ?? ""}`);
    pictures.push([
      outline.label,
      {
        fields: outline.fields.map(({ name, type, required }) => `${name} ${bare(type)} ${required ? "required" : "optional"}`).toSorted(),
        keys: [...keys].toSorted(),
        references: facts.references.map(({ text }) => text).toSorted(),
        indexes: [
          ...new Set(
            facts.indexes
              .filter(({ unique, partial }) => unique === "no" || partial === "yes")
              .map(({ fields, unique, partial }) => `${fields} ${unique} ${partial}`),
          ),
        ].toSorted(),
      },
    ]);
  }
  return Object.fromEntries(pictures);
}

async function factsOf(connection: Connection, label: string): Promise<Facts> {
  const table = `'${parseName(label)
    .map((part) => `"${part}"`)
    .join(".")}'::regclass`;
  const names = (oids: string, list: string): string =>
    `(select string_agg(a.attname, ',' order by k.place) from unnest(${list}) with ordinality as k(number, place) join pg_attribute a on a.attrelid = ${oids} and a.attnum = k.number)`;
  const action = (column: string): string =>
    `case ${column} when 'a' then 'no action' when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' else 'set default' end`;
  const keys = await connection.query(
    `select case contype when 'p' then 'primary' else 'unique' end as kind, ${names("conrelid", "conkey")} as fields from pg_constraint where conrelid = ${table} and contype in ('p', 'u')`,
  );
  const references = await connection.query(
    `select ${names("conrelid", "conkey")} || ' -> ' || n.nspname || '.' || c.relname || ' ' || ${names("confrelid", "confkey")} || ' ' || ${action("confdeltype")} || ' ' || ${action("confupdtype")} as text
     from pg_constraint join pg_class c on c.oid = confrelid join pg_namespace n on n.oid = c.relnamespace where conrelid = ${table} and contype = 'f'`,
  );
  const indexes = await connection.query(
    `select ${names("indrelid", "(indkey::int2[])[0:indnkeyatts - 1]")} as fields, case when indisunique then 'yes' else 'no' end as unique, case when indpred is null then 'no' else 'yes' end as partial
     from pg_index where indrelid = ${table} and not indisprimary and not (0 = any(indkey)) and indexrelid not in (select conindid from pg_constraint where conrelid = ${table} and contype = 'u')`,
  );
  return { keys, references, indexes } as unknown as Facts;
}

async function ormTables(connection: Connection, own: RegExp): Promise<readonly string[]> {
  const rows = await connection.query("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace");
  return rows.map(({ relname }) => String(relname)).filter((name) => own.test(name));
}
