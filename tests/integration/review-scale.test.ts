// What a change means at the size of production, by what was measured here; and what runs there, beside the change.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLead } from "../../src/database-lead.ts";
import { review } from "../../src/operations/review.ts";
import type { ExecutedReview } from "../../src/operations/review-result.ts";
import { GitProject } from "../support/git-project.ts";

const programs = process.env["DBLEAD_TEST_POSTGRESQL_BIN"];
const shadow = programs === undefined ? "" : `[shadow.postgresql]\nkind = "native"\nbin = ${JSON.stringify(programs)}\n`;
const configuration = (more: string): string =>
  `${shadow}[application]\nworkload = "ops/load.csv"\n[targets.shop]\nengine = "postgresql"\nversion = "18"\nmigrations = "db"\nformat = "flyway"\n${more}`;

let project: GitProject;
beforeAll(() => {
  project = new GitProject();
  project.commit({
    ".gitignore": ".dblead/\n",
    "db/V1__users.sql":
      "CREATE TABLE users (id bigint PRIMARY KEY, age integer, email text);\nCREATE TABLE quiet (id bigint PRIMARY KEY, age integer);\n",
    "ops/load.csv": 'query,calls\n"select email from users where age = $1 order by email",900\nselect * from quiet where id = $1,5\n',
    "dblead.toml": configuration(
      '[targets.shop.sizes]\n"public.users" = { rows = 41000000, bytes = 41000000000 }\n"public.quiet" = { rows = 900, bytes = 90000 }\n',
    ),
  });
  project.git("checkout", "-qb", "feature");
  project.write({
    "db/V2__age.sql":
      "SET LOCAL lock_timeout = '2s';\nALTER TABLE users ALTER COLUMN age TYPE bigint;\nALTER TABLE quiet ALTER COLUMN age TYPE bigint;\n",
  });
});
afterAll(() => project[Symbol.dispose]());

async function run(): Promise<ExecutedReview> {
  await using lead = await openLead({ folder: project.folder, env: {}, listener: () => undefined });
  const result = await review.run({ files: [], again: true }, lead);
  if (result.kind !== "executed") throw new Error(`a review of kind ${result.kind}`);
  return result;
}

test("a rewrite is estimated by what was measured on this shadow; a small table raises a note", async () => {
  const result = await run();
  const rewrites = result.findings.filter(({ rule }) => rule === "no-rewriting-type-change");
  expect(rewrites.map(({ level, object }) => [level, object])).toEqual([
    ["error", "users.age"],
    ["note", "quiet.age"],
  ]);
  const facts = Object.fromEntries((rewrites[0]?.evidence.facts ?? []).map(({ name, value }) => [name, value]));
  expect(facts["basis"]).toMatch(/^41 GB at [\d.]+–[\d.]+ MB\/s, measured on this shadow in memory, to a quarter of that$/);
  expect(facts).toMatchObject({
    lock: "ACCESS EXCLUSIVE on public.users",
    estimate: expect.stringMatching(/^\d+ (?:s|min)–\d+ (?:s|min|h)$/),
  });
  expect(rewrites[0]?.what).toContain("rewrites 41 GB");
  expect(result.statements.flatMap(({ rewrites: names }) => names)).toEqual(["public.users", "public.quiet"]);
  // Measured once for this machine.
  expect(readdirSync(join(project.folder, ".dblead", "cache", "rates"))).toHaveLength(1);
});

test.skipIf(programs === undefined)("what the workload file says runs beside the change", async () => {
  const { blocking } = await run();
  const known = blocking?.workload.filter(({ source }) => source === "workload") ?? [];
  expect(known.map(({ object, operation, text }) => [object, operation, text])).toEqual(
    expect.arrayContaining([
      ["public.users", "read", "select email from users where age = $1 order by email"],
      ["public.quiet", "read", "select * from quiet where id = $1"],
    ]),
  );
  for (const { runs } of known) expect(runs).toBeGreaterThan(0);
});
