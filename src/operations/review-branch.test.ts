import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GitProject } from "../../tests/support/git-project.ts";
import { openLead } from "../database-lead.ts";
import type { LeadError } from "../model/error.ts";
import { findFormat } from "../project/formats.ts";
import { type BranchChange, findBranchChange } from "./review-branch.ts";
import { findSequenceDefects } from "./review-sequence.ts";

const users = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n";
const flyway = { "db/V1__users.sql": users, "package.json": '{ "dependencies": { "pg": "8" } }\n' };

async function look(folder: string, request: Parameters<typeof findBranchChange>[0] = {}, env: Record<string, string> = {}) {
  await using lead = await openLead({ folder, env, listener: () => undefined });
  return await findBranchChange(request, lead);
}
async function change(folder: string, request: Parameters<typeof findBranchChange>[0] = {}): Promise<BranchChange> {
  const found = await look(folder, request);
  if ("nothing" in found) throw new Error(found.nothing);
  return found;
}
async function defects(project: GitProject): Promise<readonly string[]> {
  await using lead = await openLead({ folder: project.folder, env: {}, listener: () => undefined });
  const found = await findSequenceDefects(await change(project.folder), await lead.engineOf("postgresql"));
  return found.map(({ rule, level, file, line }) => `${level} ${rule} ${file}:${line}`).toSorted();
}
async function refusal(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => null,
    (thrown: LeadError) => thrown,
  );
  return error === null ? "" : `${error.code}: ${error.message} ${error.hint ?? ""}`;
}
const idsOf = (found: BranchChange): readonly string[] => found.added.map(({ id }) => id);

test("committed and uncommitted files of the branch are new, from any folder below, and nothing is written", async () => {
  using project = new GitProject();
  project.commit({ ...flyway, "app/main.ts": "export {};\n" });
  project.git("checkout", "-qb", "feature");
  project.commit({ "db/V2__tier.sql": "ALTER TABLE users ADD COLUMN tier text;\n" });
  project.write({ "db/V3__fax.sql": "ALTER TABLE users ADD COLUMN fax text;\n" });
  const before = project.git("status", "--porcelain");
  const found = await change(join(project.folder, "app"));
  expect(idsOf(found)).toEqual(["V2", "V3"]);
  expect(found.before.map(({ up }) => up.file)).toEqual(["db/V1__users.sql"]);
  expect(found.base.name).toBe("main");
  expect(project.git("status", "--porcelain")).toBe(before);
});

test("the base is read from git, not from the files as they stand", async () => {
  using project = new GitProject();
  project.commit(flyway);
  project.git("checkout", "-qb", "feature");
  project.commit({
    "db/V1__users.sql": `${users}CREATE TABLE sneaked (id bigint PRIMARY KEY);\n`,
    "db/V2__tier.sql": "ALTER TABLE users ADD COLUMN tier text;\n",
  });
  const found = await change(project.folder);
  expect(found.before[0]?.up.text).toBe(users);
  expect(await defects(project)).toEqual(["error edited-migration db/V1__users.sql:2"]);
});

test("other line ends are no change", async () => {
  using project = new GitProject();
  project.commit(flyway);
  project.git("checkout", "-qb", "feature");
  project.write({ "db/V1__users.sql": users.replaceAll("\n", "\r\n"), "db/V2__a.sql": "SELECT 1;\n" });
  expect((await change(project.folder)).edited).toEqual([]);
});

test("a repeatable migration may change, and is run again", async () => {
  using project = new GitProject();
  project.commit({ ...flyway, "db/R__view.sql": "CREATE OR REPLACE VIEW v AS SELECT 1 AS a;\n" });
  project.git("checkout", "-qb", "feature");
  project.commit({ "db/R__view.sql": "CREATE OR REPLACE VIEW v AS SELECT 1 AS a, 2 AS b;\n" });
  const found = await change(project.folder);
  expect(idsOf(found)).toEqual(["R__view"]);
  expect(await defects(project)).toEqual([]);
});

test("history that was rewritten is said: removed, renamed, comments only", async () => {
  using project = new GitProject();
  project.commit({
    ...flyway,
    "db/V2__a.sql": "CREATE TABLE a (id bigint PRIMARY KEY);\n",
    "db/V3__b.sql": "CREATE TABLE b (id bigint PRIMARY KEY);\n",
  });
  project.git("checkout", "-qb", "feature");
  project.remove("db/V2__a.sql");
  project.git("mv", "db/V3__b.sql", "db/V4__b.sql");
  project.write({ "db/V1__users.sql": `-- people\n${users}` });
  expect(await defects(project)).toEqual([
    "error edited-migration db/V1__users.sql:1",
    "error removed-migration db/V2__a.sql:1",
    "error renamed-migration db/V4__b.sql:1",
  ]);
});

test.each([
  ["db/V", "__x.sql", "error"],
  ["migrations/0", "_x.up.sql", "warning"],
])("an id behind the base's last one: %s", async (stem, end, level) => {
  using project = new GitProject();
  project.commit({ [`${stem}1${end}`]: users, [`${stem}5${end}`]: "CREATE TABLE five (id bigint PRIMARY KEY);\n" });
  project.git("checkout", "-qb", "feature");
  project.commit({ [`${stem}3${end}`]: "CREATE TABLE three (id bigint PRIMARY KEY);\n" });
  expect(await defects(project)).toEqual([`${level} id-out-of-order ${stem}3${end}:1`]);
});

test("what the base branch got meanwhile: an id that is taken, an order that changed, an object that both change", async () => {
  using project = new GitProject();
  project.commit(flyway);
  project.git("checkout", "-qb", "feature");
  project.commit({
    "db/V2__tier.sql": "ALTER TABLE users ADD COLUMN tier text;\n",
    "db/V3__more.sql": "CREATE TABLE more (id bigint PRIMARY KEY);\n",
  });
  project.git("checkout", "-q", "main");
  project.commit({ "db/V2__drop.sql": "DROP TABLE users;\n", "db/V4__four.sql": "CREATE TABLE four (id bigint PRIMARY KEY);\n" });
  project.git("checkout", "-q", "feature");
  expect(await defects(project)).toEqual([
    "error id-out-of-order db/V2__tier.sql:1",
    "error id-out-of-order db/V3__more.sql:1",
    "error id-taken db/V2__tier.sql:1",
    "error meets-base-branch db/V2__tier.sql:1",
  ]);
});

test("files that undo each other, and a table that is locked again and again", async () => {
  using project = new GitProject();
  project.commit(flyway);
  project.git("checkout", "-qb", "feature");
  project.commit({
    "db/V2__a.sql": "CREATE TABLE scratch (id bigint PRIMARY KEY);\nALTER TABLE users ADD COLUMN a text;\n",
    "db/V3__b.sql": "ALTER TABLE users ADD COLUMN b text;\n",
    "db/V4__c.sql": "ALTER TABLE users ADD COLUMN c text;\nDROP TABLE scratch;\n",
  });
  expect(await defects(project)).toEqual(["note object-touched-again db/V4__c.sql:1", "warning files-fight db/V4__c.sql:2"]);
});

test("a base can be named, a pipeline tells it, and nothing new says so", async () => {
  using project = new GitProject();
  project.commit(flyway);
  const first = project.git("rev-parse", "HEAD");
  project.commit({ "db/V2__a.sql": "SELECT 1;\n" });
  expect(idsOf(await change(project.folder, { base: first }))).toEqual(["V2"]);
  expect(await look(project.folder)).toEqual({ nothing: "No migration is new on this branch since main (db)." });
  project.git("branch", "release", first);
  project.git("update-ref", "refs/remotes/origin/release", first);
  const told = await look(project.folder, {}, { GITHUB_BASE_REF: "release" });
  expect("nothing" in told ? told.nothing : told.base.name).toBe("origin/release");
  expect(await refusal(look(project.folder, { base: "--all" }))).toMatch(/usage-invalid: There is no branch, tag or commit --all/);
});

test("before the first commit everything is new", async () => {
  using project = new GitProject();
  project.write(flyway);
  expect(idsOf(await change(project.folder))).toEqual(["V1"]);
});

test("without git, without migrations, without a common commit the message says the way on", async () => {
  const outside = mkdtempSync(join(tmpdir(), "dblead-none-"));
  expect(await refusal(look(outside))).toMatch(/^usage-invalid: This folder is in no git repository.*dblead review db/);
  rmSync(outside, { recursive: true });
  using project = new GitProject();
  project.commit({ "README.md": "nothing\n" });
  expect(await refusal(look(project.folder))).toMatch(/^usage-invalid: No folder of migrations/);
  project.git("checkout", "-q", "--orphan", "alone");
  project.commit({ "db/V1__users.sql": users });
  expect(await refusal(look(project.folder))).toMatch(/no commit in common.*--base/);
});

test("two folders that change need a choice", async () => {
  using project = new GitProject();
  project.commit({ "README.md": "x\n" });
  project.git("checkout", "-qb", "feature");
  project.commit({ "one/migrations/V1__a.sql": users, "two/migrations/V1__b.sql": users });
  expect(await refusal(look(project.folder))).toMatch(/2 folders: one\/migrations, two\/migrations.*--folder one\/migrations/);
  expect((await change(join(project.folder, "two"), { folder: "migrations" })).folder).toBe("two/migrations");
});

test.each(["prisma", "drizzle", "dbmate", "flyway", "golang-migrate", "plain"])(
  "%s: what a branch adds is read in its own format",
  async (id) => {
    using project = new GitProject();
    const format = findFormat(id);
    const folder = id === "prisma" ? "prisma/migrations" : "db/migrations";
    const unit = (name: string, table: string) => ({
      name,
      up: `CREATE TABLE ${table} (id bigint PRIMARY KEY);\n`,
      down: `DROP TABLE ${table};\n`,
      transaction: "shared" as const,
    });
    const lay = (written: readonly { readonly path: string; readonly text: string }[]) =>
      Object.fromEntries(written.map(({ path, text }) => [path, text]));
    const hint = id === "golang-migrate" ? { "go.mod": "require github.com/golang-migrate/migrate/v4 v4.17.0\n" } : {};
    const first = format.write([unit("one", "one")], { folder, files: [] }, "postgresql");
    project.commit({ ...lay(first), ...hint, "package.json": '{ "dependencies": { "pg": "8" } }\n' });
    project.git("checkout", "-qb", "feature");
    project.write(lay(format.write([unit("two", "two")], { folder, files: first }, "postgresql")));
    const found = await change(project.folder);
    expect({
      format: found.format.id,
      added: found.added.map(({ name, down }) => `${name} ${down === null ? "no way back" : "back"}`),
      before: found.before.length,
    }).toEqual({
      format: id,
      added: ["two back"],
      before: 1,
    });
    expect(await defects(project)).toEqual([]);
  },
);
