import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresqlEngine as engine } from "../../src/engines/postgresql/engine.ts";
import { type ReviewCheckId, reviewChecks } from "../../src/lead/review/checks.ts";
import { type ReviewRequest, reviewDeliverable } from "../../src/lead/review.ts";
import type { Intent } from "../../src/model/intent.ts";
import type { Migration, Script, Stage } from "../../src/model/migration.ts";
import { intent, toStages } from "../support/change.ts";

const script = (text: string, file: string): Script => ({ file, line: 1, text, transaction: "shared" });

const base = script(
  `create table people (id bigint primary key, name text not null, mail text, age integer not null, fax text);
create table notes (id bigint primary key, person_id bigint not null references people (id), body text);
create index notes_person_id_idx on notes (person_id);
create function refuse_giants() returns trigger language plpgsql as $$ begin if new.age > 2000000 then raise exception 'nobody is that old'; end if; return new; end $$;
create table guarded (id bigint primary key, age integer not null);
create trigger refuse_giants before insert or update on guarded for each row execute function refuse_giants();
create table impossible (id bigint primary key, n integer check (n > 5 and n < 5), m integer not null check (m <> m));
`,
  "base.sql",
);
const numbers = (count: number, row: (i: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index + 1)).join(", ");
const seed = script(
  `insert into people (id, name, mail, age, fax) values ${numbers(40, (i) => `(${i}, 'First${i} Last${i}', 'p${i}@example.org', ${20 + i}, '555-${i}')`)};
insert into notes (id, person_id, body) values ${numbers(80, (i) => `(${i}, ${(i % 40) + 1}, 'note ${i}')`)};
insert into guarded (id, age) values ${numbers(5, (i) => `(${i}, ${i})`)};
`,
  "seed.sql",
);

const rename = intent("rename-field", { target: "t", field: "public.people.mail", to: "email" });
const visits = intent("add-object", {
  target: "t",
  object: "public.visits",
  fields: { id: { type: "bigint", key: true }, at: { type: "timestamp" } },
});
const split = intent("split-field", {
  target: "t",
  field: "public.notes.body",
  into: ["head", "tail"],
  forward: { head: "substr(body, 1, 4)", tail: "substr(body, 5)" },
  backward: "head || tail",
});

const mapUp = (stages: readonly Stage[], which: number, edit: (migration: Migration) => Migration): readonly Stage[] => {
  let index = -1;
  return stages.map((stage) => ({
    ...stage,
    migrations: stage.migrations.map((migration) => {
      index += 1;
      return index === which ? edit(migration) : migration;
    }),
  }));
};
const last = (stages: readonly Stage[]): number => stages.flatMap((stage) => stage.migrations).length - 1;
/** One migration of its own at the end of the last stage, with its way back. */
const append = (
  stages: readonly Stage[],
  up: string,
  down: string | null,
  transaction: Script["transaction"] = "shared",
): readonly Stage[] =>
  stages.map((stage, index) =>
    index < stages.length - 1
      ? stage
      : {
          ...stage,
          migrations: [
            ...stage.migrations,
            {
              id: "planted",
              name: "planted",
              up: { ...script(up, "planted.sql"), transaction },
              down: down === null ? null : script(down, "planted.down.sql"),
            },
          ],
        },
  );
const withJob = (request: ReviewRequest, text: string): ReviewRequest => ({
  ...request,
  stages: request.stages.map((stage) => ({
    ...stage,
    jobs: stage.jobs.map((job) => ({ ...job, script: { ...job.script, text: `${text}\n${job.script.text}` } })),
  })),
});
const oneMigration = (up: string, down: string | null): readonly Stage[] =>
  append([{ phase: "expand", gate: null, migrations: [], jobs: [] }], up, down);

interface Defect {
  readonly intents: readonly Intent[];
  readonly plant: (request: ReviewRequest) => ReviewRequest;
  /** Checks that stop the review at once hide all others; the rest must be exactly this one. */
  readonly level?: "warning";
}
const stages =
  (edit: (given: readonly Stage[]) => readonly Stage[]) =>
  (request: ReviewRequest): ReviewRequest => ({ ...request, stages: edit(request.stages) });

const defects: Readonly<Record<ReviewCheckId, Defect>> = {
  "base-differs": {
    intents: [visits],
    plant: (request) => ({
      ...request,
      base: [...request.base, script("create table stranger (id bigint primary key);", "stranger.sql")],
      desired: null,
    }),
  },
  "migration-fails": { intents: [visits], plant: stages((given) => append(given, "select 1 / 0;", "select 1;")) },
  "job-fails": { intents: [rename], plant: (request) => withJob(request, "select 1 / 0;") },
  "job-not-repeatable": {
    intents: [rename, visits],
    plant: (request) => withJob(request, "insert into visits select coalesce(max(id), 0) + 1, null from visits;"),
  },
  "job-changes-schema": {
    intents: [rename],
    plant: (request) => withJob(request, "create table scratch (id bigint primary key);\ndrop table scratch;"),
  },
  "schema-differs": {
    intents: [visits],
    plant: stages((given) => append(given, "create index visits_at_idx on visits (at);", "drop index visits_at_idx;")),
  },
  "rows-lost": {
    intents: [visits],
    plant: stages((given) => append(given, "delete from notes where id = 1;", "insert into notes values (1, 2, 'note 1');")),
  },
  "values-changed": {
    intents: [visits],
    plant: stages((given) => append(given, "update notes set body = 'x' where id = 1;", "update notes set body = 'note 1' where id = 1;")),
  },
  "values-dropped": {
    intents: [visits],
    plant: (request) => ({
      ...request,
      desired: null,
      plan: null,
      stages: oneMigration(
        "create table fax_kept as select id, fax from people;\nalter table people drop column fax;",
        "alter table people add column fax text;\nupdate people set fax = fax_kept.fax from fax_kept where fax_kept.id = people.id;\ndrop table fax_kept;",
      ),
    }),
  },
  "rule-not-kept": {
    intents: [split],
    plant: stages((given) => append(given, "update notes set tail = ' one' where id = 1;", "update notes set tail = ' 1' where id = 1;")),
  },
  "rows-unproven": {
    intents: [intent("add-field", { target: "t", field: "public.impossible.extra", type: "text" })],
    plant: (request) => ({ ...request, seed: [] }),
    level: "warning",
  },
  "new-values-refused": {
    intents: [intent("change-field", { target: "t", field: "public.guarded.age", type: "bigint" })],
    plant: (request) => request,
  },
  "failure-without-precheck": {
    intents: [intent("change-field", { target: "t", field: "public.people.fax", required: true })],
    plant: (request) => (request.plan === null ? request : { ...request, plan: { ...request.plan, prechecks: [] } }),
  },
  "query-breaks": {
    intents: [rename],
    plant: (request) => ({
      ...request,
      queries: [{ file: "app.ts", line: 7, query: "select mail from people where id = $1" }],
      stages: oneMigration("alter table people rename column mail to email;", "alter table people rename column email to mail;"),
    }),
  },
  "contract-without-gate": { intents: [rename], plant: stages((given) => given.map((stage) => ({ ...stage, gate: null }))) },
  "blocks-while-working": {
    intents: [intent("change-field", { target: "t", field: "public.people.age", type: "bigint" })],
    plant: (request) => ({
      ...request,
      sizes: { "public.people": { rowsEstimated: 5_000_000 } },
      plan: request.plan === null ? null : { ...request.plan, steps: request.plan.steps.map((step) => ({ ...step, hazards: [] })) },
      levels: { "no-rewriting-type-change": "note" },
      stages: oneMigration(
        "set local lock_timeout = '2s';\nalter table people alter column age type bigint;",
        "alter table people alter column age type integer;",
      ),
    }),
  },
  "down-missing": { intents: [visits], plant: stages((given) => append(given, "select 1;", null)) },
  "down-fails": { intents: [visits], plant: stages((given) => append(given, "select 1;", "select 1 / 0;")) },
  "down-differs": {
    intents: [visits],
    plant: stages((given) => mapUp(given, last(given), (migration) => ({ ...migration, down: script("select 1;", "planted.down.sql") }))),
  },
  "down-loses-rows": { intents: [visits], plant: stages((given) => append(given, "select 1;", "delete from notes where id = 1;")) },
  // A large object is no part of a schema: only making the change again notices it.
  "up-again-fails": { intents: [visits], plant: stages((given) => append(given, "select lo_create(424242);", "select 1;")) },
};

describe("each check finds the defect that is planted for it, and no other check speaks", () => {
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), "defects-"));
  });
  afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

  async function prepare(intents: readonly Intent[]): Promise<ReviewRequest> {
    await using shadow = await engine.shadow.open({ base: [base], seed: [seed], version: "18", settings: {}, cacheFolder });
    const from = await shadow.connection.introspect();
    const numbered = intents.map((wish, index) => ({ ...wish, id: `I${index + 1}` }));
    const design = await engine.design({
      schema: from,
      version: "18",
      intents: numbered,
      answers: [],
      accessPatterns: [],
      sizes: {},
      files: {},
    });
    await using fork = await shadow.fork();
    expect((await fork.connection.execute({ ...script(design.statements, "design.sql"), transaction: "none" })).error).toBeNull();
    const to = await fork.connection.introspect();
    const { renames, rules, origins } = design;
    const plan = await engine.plan({
      from,
      to,
      version: "18",
      variant: null,
      strategy: "online",
      renames,
      rules,
      allow: [],
      format: null,
      sizes: {},
      origins,
      label: "defects",
    });
    return {
      engine,
      version: "18",
      base: [base],
      seed: [seed],
      baseSchema: from,
      desired: to,
      plan,
      stages: toStages(engine, plan),
      queries: [{ file: "app.ts", line: 3, query: "select id, name from people where id = $1" }],
      ignore: [],
      bookkeeping: () => null,
      shadow: { settings: {}, cacheFolder },
      levels: {},
      sizes: {},
      renames,
      listener: () => undefined,
    };
  }
  const found = async (request: ReviewRequest, level: "error" | "warning"): Promise<readonly string[]> => {
    const review = await reviewDeliverable(request);
    const checks = review.findings.filter((finding) => finding.level === level && Object.hasOwn(reviewChecks, finding.rule));
    return [...new Set(checks.map((finding) => finding.rule))].toSorted();
  };

  test.each([[rename], [visits], [split]])("nothing planted, nothing found: %j", async (wish) => {
    expect(await found(await prepare([wish]), "error")).toEqual([]);
  });

  test.each(Object.entries(defects))("%s", async (check, { intents, plant, level }: Defect) => {
    expect(await found(plant(await prepare(intents)), level ?? "error")).toEqual([check]);
  });
});
