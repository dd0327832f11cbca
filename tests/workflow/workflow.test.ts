// Requirement in, records out: whole runs of the workflow on SQLite, nothing imitated.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answer, approve, confirmDeployed } from "../../src/lead/decide.ts";
import { askQuestion, handIn, takeTask } from "../../src/lead/external.ts";
import { renumberRequirement, runRequirement } from "../../src/lead/lead.ts";
import { listRequests, listTasks, readJournal, readReport } from "../../src/lead/overview.ts";
import type { RunResult } from "../../src/lead/run-result.ts";
import { LeadError } from "../../src/model/error.ts";
import { answers, intents, type RequirementParts, requirement, shop } from "./fixture.ts";
import { makeProject, openContext, readTree } from "./project.ts";

function project(parts: RequirementParts, more: Readonly<Record<string, string>> = {}): ReturnType<typeof makeProject> {
  return makeProject({ ...shop, "wish.md": requirement(parts), ...more });
}
async function run(root: string): Promise<RunResult> {
  await using context = await openContext(root);
  return await runRequirement(context, "wish.md");
}
async function fault(work: () => Promise<unknown>): Promise<LeadError> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof LeadError) return cause;
    throw cause;
  }
  throw new Error("nothing was refused");
}
const everything: RequirementParts = {
  intents: [intents.tier, intents.rename, intents.notes, intents.fax, intents.count, intents.index],
  answers: [answers.tier, answers.rename, answers.fax],
};

describe("a run", () => {
  test("of one step leaves a requirement, one task and its migration, no more", async () => {
    using here = project({ intents: [intents.index] });
    const before = Object.keys(readTree(here.root));
    const result = await run(here.root);
    expect(result.standing).toBe("awaiting-approval");
    expect(Object.keys(readTree(here.root)).filter((path) => !before.includes(path))).toEqual([
      "db/002_add_index_orders.down.sql",
      "db/002_add_index_orders.up.sql",
      "dblead/requirements/REQ-0001-a-wish.md",
      "dblead/tasks/REQ-0001/001_add_index_orders.md",
    ]);
    expect(result.gaps.length).toBeGreaterThan(0);
  });

  test("of everything goes to the approval, then through the gate, and a second run does nothing again", async () => {
    using here = project(everything);
    const result = await run(here.root);
    expect(result.standing).toBe("awaiting-approval");
    expect(result.tasks.map((task) => task.status)).toEqual(result.tasks.map(() => "done"));
    expect(result.files.pending.length).toBeGreaterThan(0);
    expect(result.files.queries).toHaveLength(1);
    const tree = readTree(here.root);
    await using context = await openContext(here.root);
    const journal = await readJournal(context, "REQ-0001");
    await runRequirement(context, "wish.md");
    expect(readTree(here.root)).toEqual(tree);
    expect(await readJournal(context, "REQ-0001")).toEqual(journal);

    const gate = "application";
    expect((await fault(() => confirmDeployed(context, { requirement: "REQ-0001", application: gate, by: "me" }))).message).toContain(
      "is not approved by technical-architect",
    );
    const approved = await approve(context, { requirement: "REQ-0001", role: "technical-architect", by: "me" });
    expect(approved.nextAction).toMatchObject({ kind: "deploy-application", application: gate });
    expect(approved.report?.approvals[0]).toMatchObject({ force: "advisory" });
    expect((await fault(() => confirmDeployed(context, { requirement: "REQ-0001", application: "another", by: "me" }))).code).toBe(
      "state-refused",
    );
    const done = await confirmDeployed(context, { requirement: "REQ-0001", application: gate, by: "me" });
    expect(done.standing).toBe("done");
    expect(done.nextAction.kind).toBe("apply-contract");
    expect(done.files.pending).toEqual([]);
    const after = Object.keys(readTree(here.root));
    expect(after.filter((path) => path.startsWith("dblead/pending/"))).toEqual([]);
    expect(after).toContain("dblead/records/REQ-0001/approvals/technical-architect.yaml");

    // The journal is lost: the records give the same state back, and no file changes.
    const final = readTree(here.root);
    await context.store[Symbol.asyncDispose]();
    rmSync(join(here.root, ".dblead"), { recursive: true });
    await using again = await openContext(here.root, { date: "2026-03-03T10:00:00Z" });
    expect((await listRequests(again)).map((one) => one.requirement)).toEqual(["REQ-0001"]);
    const rebuilt = await runRequirement(again, "REQ-0001");
    expect(rebuilt.standing).toBe("done");
    expect(readTree(here.root)).toEqual(final);
    expect((await readReport(again, "REQ-0001")).approvals[0]?.hash).toBe(done.report?.approvals[0]?.hash);
  });
});

test("a requirement of two targets is proven for each and approved as one", async () => {
  const second = shop["dblead.toml"].replace(
    "[application]",
    '[targets.lake]\nengine = "sqlite"\nversion = "3"\nmigrations = "lake"\n\n[application]',
  );
  const both = requirement({ intents: [intents.index, "{ id: I9, add-field: { target: lake, field: facts.note, type: text } }"] }).replace(
    "targets: [shop]",
    "targets: [shop, lake]",
  );
  using here = makeProject({
    ...shop,
    "dblead.toml": second,
    "wish.md": both,
    "lake/001_facts.up.sql": "create table facts (id integer primary key);\n",
    "lake/001_facts.down.sql": "drop table facts;\n",
  });
  const result = await run(here.root);
  expect(result.standing).toBe("awaiting-approval");
  expect(result.tasks.map((task) => [task.target, task.status])).toEqual([
    ["shop", "done"],
    ["lake", "done"],
    ["shop", "done"],
  ]);
  expect(result.files.migrations.map((path) => path.split("/")[0])).toEqual(["db", "db", "lake", "lake"]);
  await using context = await openContext(here.root);
  expect((await approve(context, { requirement: "REQ-0001", role: "technical-architect", by: "me" })).standing).toBe("done");
});

describe("questions", () => {
  test("stop the run until they are answered, by who may answer, with what fits", async () => {
    using here = project({ intents: [intents.tier, intents.fax] });
    await using context = await openContext(here.root);
    const asked = await runRequirement(context, "wish.md");
    expect(asked.standing).toBe("needs-answer");
    expect(asked.questions.map((question) => [question.id, question.to, question.proposal])).toEqual([
      ["drop-loses-data/shop/customers.fax", "technical-architect", undefined],
      ["required-without-default/shop/customers.tier", "backend-lead", "bronze"],
    ]);
    expect(asked.tasks).toEqual([]);
    const say = (question: string, choose: string, by: "qa-lead" | "backend-lead" | "technical-architect") =>
      answer(context, { requirement: "REQ-0001", question, choose, by });
    expect((await fault(() => say("drop-loses-data/shop/customers.fax", "drop", "qa-lead"))).message).toContain("cannot answer");
    expect((await fault(() => say("drop-loses-data/shop/customers.fax", "maybe", "technical-architect"))).message).toContain(
      "none of drop, keep",
    );
    expect((await fault(() => say("drop-loses-data/shop/customers.fx", "drop", "technical-architect"))).hint).toContain(
      "Did you mean drop-loses-data/shop/customers.fax?",
    );
    await say("drop-loses-data/shop/customers.fax", "keep", "technical-architect");
    await say("required-without-default/shop/customers.tier", "silver", "backend-lead");
    const done = await runRequirement(context, "wish.md");
    expect(done.standing).toBe("awaiting-approval");
    // `keep` takes the drop back.
    expect(done.tasks.map((task) => task.title)).toEqual(["Add customers.tier"]);
    expect(existsSync(join(here.root, "dblead/records/REQ-0001/answers"))).toBe(true);
  });

  test("a declared way back that forgets is asked about before anybody works on it", async () => {
    const split = (last: string): string =>
      `{ id: I3, split-field: { target: shop, field: customers.full_name, into: [given, family], forward: { given: "substr(full_name, 1, instr(full_name, ' ') - 1)", family: "${last}" }, backward: "given || ' ' || family" } }`;
    const forgets = { intents: [split("substr(full_name, instr(full_name, ' ') + 2)")] };
    using here = project(forgets);
    const asked = await run(here.root);
    expect(asked).toMatchObject({ standing: "needs-answer", tasks: [] });
    const [question] = asked.questions.filter((one) => one.kind === "rule-not-inverse");
    expect(question).toMatchObject({ object: "customers.full_name", to: "backend-lead", intents: ["I3"], options: [{ value: "keep" }] });
    expect(question?.text).toContain("2 of the rows of the seed");
    writeFileSync(join(here.root, "wish.md"), requirement({ intents: [split("substr(full_name, instr(full_name, ' ') + 1)")] }));
    const mended = await run(here.root);
    expect(mended.questions).toEqual([]);
    expect(mended.standing).toBe("awaiting-approval");
  });

  test("are asked again when their facts change", async () => {
    using here = project({ intents: [intents.rename] });
    await using context = await openContext(here.root);
    await runRequirement(context, "wish.md");
    await answer(context, {
      requirement: "REQ-0001",
      question: "rename-still-read/shop/customers.mail",
      choose: "expand-and-contract",
      by: "backend-lead",
    });
    writeFileSync(join(here.root, "app/letters.ts"), 'export const mails = "select mail from customers";\n');
    const again = await runRequirement(context, "wish.md");
    expect(again.standing).toBe("needs-answer");
    expect(again.questions[0]).toMatchObject({ id: "rename-still-read/shop/customers.mail", answered: null });
  });

  test("a name that is not there is a fault with the nearest one", async () => {
    using here = project({ intents: ["{ id: I1, drop-field: { target: shop, field: customers.fx } }"] });
    expect((await fault(() => run(here.root))).message).toContain("Did you mean customers.fax?");
  });

  test("intents that exclude each other are the project manager's", async () => {
    using here = project({
      intents: [intents.fax, "{ id: I9, rename-field: { target: shop, field: customers.fax, to: telefax } }"],
      answers: [answers.fax],
    });
    const result = await run(here.root);
    expect(result.questions.find((question) => question.kind === "conflicting-intents")).toMatchObject({
      to: "project-manager",
      options: [{ value: "I4" }, { value: "I9" }],
    });
  });
});

describe("escalations", () => {
  test("a wish in plain words is out of scope until somebody takes it or it is left out", async () => {
    using here = project({ intents: [intents.index, "{ id: I8, other: { target: shop, text: please also migrate the wiki } }"] });
    await using context = await openContext(here.root);
    const result = await runRequirement(context, "wish.md");
    expect(result.escalations).toMatchObject([{ id: "scope/shop/I8", to: ["project-manager"] }]);
    expect(
      (await fault(() => answer(context, { requirement: "REQ-0001", question: "scope/shop/I8", choose: "leave-out", by: "qa-lead" }))).code,
    ).toBe("state-refused");
    await answer(context, { requirement: "REQ-0001", question: "scope/shop/I8", choose: "leave-out", by: "project-manager" });
    const done = await runRequirement(context, "wish.md");
    expect(done.standing).toBe("awaiting-approval");
    expect(done.tasks).toHaveLength(1);
  });

  test("an access pattern that the schema cannot answer goes to the backend lead, a missed date to the project manager", async () => {
    using here = project({
      due: "2020-01-01",
      intents: [intents.index],
      patterns: ["{ id: A1, target: shop, text: by colour, query: select id from orders where colour = ?, rate-per-second: 1, p95-ms: 5 }"],
    });
    const result = await run(here.root);
    expect(result.standing).toBe("escalated");
    expect(result.escalations.map((one) => [one.reason, ...one.to])).toEqual([
      ["access-pattern", "backend-lead"],
      ["schedule", "project-manager"],
    ]);
  });

  test("what the engine cannot do is architecture, what touches rights is security", async () => {
    using here = project({
      intents: [
        "{ id: I1, secure: { target: shop, text: only readers may read, object: orders } }",
        "{ id: I2, move-field: { target: shop, field: customers.fax, to: orders.fax, join: customers.id = orders.customer_id } }",
      ],
    });
    const result = await run(here.root);
    expect(result.escalations.map((one) => [one.id, ...one.to])).toEqual([
      ["security/shop/I1", "security-lead"],
      ["architecture/shop/I2", "technical-architect"],
    ]);
    expect(result.escalations[0]?.text).toContain("SQLite has no roles, no privileges and no row level security");
  });

  test("rows that would go unasked stop for both directors; personal data and backups are told to who looks after them", async () => {
    using here = project(
      {
        intents: ["{ id: I1, adopt-schema: { target: shop, file: wanted.sql } }"],
        wishes: "{ personal-data: [customers.mail], backup-and-restore: a nightly backup }",
      },
      { "wanted.sql": "create table customers (id integer primary key, full_name text not null, mail text not null, fax text);\n" },
    );
    const result = await run(here.root);
    expect(result.escalations.map((one) => [one.reason, one.effect, ...one.to])).toEqual([
      ["data-loss", "stops", "technical-architect", "project-manager"],
      ["security", "informs", "security-lead"],
      ["infrastructure", "informs", "devops-lead"],
    ]);
    expect(result).toMatchObject({ standing: "escalated", tasks: [], nextAction: { kind: "answer-escalation" } });
  });

  test("a released file that was changed is an integrity incident: both directors, before anything else", async () => {
    using here = project({ intents: [intents.index] });
    const result = await run(here.root);
    const path = join(here.root, result.files.migrations.find((file) => file.includes(".up.")) ?? "");
    writeFileSync(path, `${readFileSync(path, "utf8")}-- changed\n`);
    const again = await run(here.root);
    expect(again.escalations[0]).toMatchObject({
      reason: "integrity-incident",
      to: ["technical-architect", "project-manager"],
      priority: "highest",
    });
    expect(again.nextAction.kind).toBe("answer-escalation");
  });
});

describe("a person carries a task out", () => {
  const external = { "dblead.toml": `${shop["dblead.toml"]}\n[tasks]\nworker = "external"\nfallback = ["engine"]\nreturns = 2\n` };
  const good = {
    "mine/001_index.up.sql": "create index orders_customer_id_placed_at_idx on orders (customer_id, placed_at);\n",
    "mine/001_index.down.sql": "drop index orders_customer_id_placed_at_idx;\n",
  };

  test("takes, asks, is returned with findings, and is accepted", async () => {
    using here = project(
      { intents: [intents.index] },
      {
        ...external,
        ...good,
        "bad/001_index.up.sql": "create index wrong on orders (total);\n",
        "bad/001_index.down.sql": "drop index wrong;\n",
      },
    );
    await using context = await openContext(here.root);
    const waiting = await runRequirement(context, "wish.md");
    expect(waiting.nextAction).toMatchObject({ kind: "take-task", task: "REQ-0001-001" });
    expect(await listTasks(context, { which: "ready" })).toHaveLength(1);
    const files = Object.keys(good);
    expect((await fault(() => handIn(context, { task: "REQ-0001-001", by: "ann", files }))).hint).toBe("dblead take REQ-0001-001");
    await takeTask(context, { task: "REQ-0001-001", by: "ann" });
    expect((await fault(() => takeTask(context, { task: "REQ-0001-001", by: "bob" }))).message).toContain("ann has it");
    await askQuestion(context, { task: "REQ-0001-001", by: "ann", text: "descending?" });
    await answer(context, { requirement: "REQ-0001", question: "REQ-0001-001/1", choose: "no", by: "backend-lead" });
    const returned = await handIn(context, { task: "REQ-0001-001", by: "ann", files: ["bad/001_index.up.sql", "bad/001_index.down.sql"] });
    expect(returned.standing).toBe("returned");
    expect(returned.tasks[0]?.findings.join()).toContain("schema-differs");
    const accepted = await handIn(context, { task: "REQ-0001-001", by: "ann", files });
    expect(accepted.standing).toBe("awaiting-approval");
    const text = readFileSync(join(here.root, "dblead/tasks/REQ-0001/001_add_index_orders.md"), "utf8");
    for (const part of [
      "question 1 by ann: descending?",
      "answer 1 by backend-lead: no",
      "### Round 1: returned",
      "### Round 2: accepted",
      "- round 2: security: accepted",
    ])
      expect(text).toContain(part);

    // Without the journal the hand-in comes back from its record: nobody is asked to do it again.
    const final = readTree(here.root);
    await context.store[Symbol.asyncDispose]();
    rmSync(join(here.root, ".dblead"), { recursive: true });
    await using again = await openContext(here.root, { date: "2026-03-03T10:00:00Z" });
    expect((await runRequirement(again, "REQ-0001")).standing).toBe("awaiting-approval");
    expect(readTree(here.root)).toEqual(final);
  });

  test("what is handed in from a folder of the application's code is no code, and code that changes meanwhile takes the task from nobody", async () => {
    const wrong = "update orders set total = total + 1 where total < 0;\ncreate index wrong on orders (total);\n";
    using here = project(
      { intents: [intents.index] },
      {
        "dblead.toml": external["dblead.toml"].replace(/code = .*/, 'code = ["."]'),
        "index.up.sql": "create index orders_customer_id_placed_at_idx on orders (customer_id, placed_at);\nselect count(*) from orders;\n",
        "index.down.sql": "drop index orders_customer_id_placed_at_idx;\n",
        "wrong.up.sql": wrong,
      },
    );
    await using context = await openContext(here.root);
    await runRequirement(context, "wish.md");
    await takeTask(context, { task: "REQ-0001-001", by: "ann" });
    writeFileSync(join(here.root, "late.js"), "export const late = (db) => db.query(`select total from orders where id = $1`);\n");
    const returned = await handIn(context, { task: "REQ-0001-001", by: "ann", files: ["wrong.up.sql"] });
    expect(returned).toMatchObject({ standing: "returned", tasks: [{ takenBy: "ann", round: 2 }] });
    const accepted = await handIn(context, { task: "REQ-0001-001", by: "ann", files: ["index.up.sql", "index.down.sql"] });
    expect(accepted.standing).toBe("awaiting-approval");
    expect(JSON.stringify(accepted)).not.toContain("total + 1");
    const task = readFileSync(join(here.root, "dblead/tasks/REQ-0001/001_add_index_orders.md"), "utf8");
    expect(task).toContain("- orders is used by late.js:1\n");
    expect(task).not.toContain("is used by index.up.sql");
    const final = readTree(here.root);
    await context.store[Symbol.asyncDispose]();
    rmSync(join(here.root, ".dblead"), { recursive: true });
    await using again = await openContext(here.root, { date: "2026-03-03T10:00:00Z" });
    expect((await runRequirement(again, "REQ-0001")).standing).toBe("awaiting-approval");
    expect(readTree(here.root)).toEqual(final);
  });

  test("who fails too often loses the task to another worker", async () => {
    using here = project({ intents: [intents.index] }, { ...external, "bad/001_index.up.sql": "create index wrong on orders (total);\n" });
    await using context = await openContext(here.root);
    await runRequirement(context, "wish.md");
    await takeTask(context, { task: "REQ-0001-001", by: "ann" });
    await handIn(context, { task: "REQ-0001-001", by: "ann", files: ["bad/001_index.up.sql"] });
    const result = await handIn(context, { task: "REQ-0001-001", by: "ann", files: ["bad/001_index.up.sql"] });
    expect(result.standing).toBe("awaiting-approval");
    expect(result.tasks[0]).toMatchObject({ worker: "engine", status: "done" });
  });

  test("when nobody is left, the technical architect decides", async () => {
    using here = project(
      { intents: ["{ id: I5, query: { target: shop, text: the report of the year } }"] },
      { "dblead.toml": `${shop["dblead.toml"]}\n[tasks]\nfallback = ["engine"]\n` },
    );
    await using context = await openContext(here.root);
    const result = await runRequirement(context, "wish.md");
    expect(result.escalations).toMatchObject([{ reason: "worker-failed", to: ["technical-architect"], task: "REQ-0001-001" }]);
    await answer(context, {
      requirement: "REQ-0001",
      question: result.escalations[0]?.id ?? "",
      choose: "external",
      by: "technical-architect",
    });
    const waiting = await runRequirement(context, "wish.md");
    expect(waiting.nextAction.kind).toBe("take-task");
  });

  test("files in the migration folder are not taken: the lead puts them there", async () => {
    using here = project({ intents: [intents.index] }, external);
    await using context = await openContext(here.root);
    await runRequirement(context, "wish.md");
    await takeTask(context, { task: "REQ-0001-001", by: "ann" });
    expect((await fault(() => handIn(context, { task: "REQ-0001-001", by: "ann", files: ["db/001_init.up.sql"] }))).message).toContain(
      "lies in the project's migration folder",
    );
  });
});

describe("files that people edit", () => {
  test("priority and Blocked become events, the lead's own keys are put back, notes stay", async () => {
    using here = project({ intents: [intents.index] }, { "dblead.toml": `${shop["dblead.toml"]}\n[tasks]\nworker = "external"\n` });
    await run(here.root);
    const path = join(here.root, "dblead/tasks/REQ-0001/001_add_index_orders.md");
    writeFileSync(
      path,
      readFileSync(path, "utf8")
        .replace(/^status: .*$/m, "status: 🟢 Done")
        .replace(/^priority: .*$/m, "priority: 🔽 Low")
        .replace(/^## Log$/m, "Mine.\n\n## Log"),
    );
    const put = await run(here.root);
    expect(put.tasks[0]).toMatchObject({ priority: "low", status: "to-do" });
    const text = readFileSync(path, "utf8");
    expect(text).toContain("Mine.\n\n## Log");
    expect(text).toContain("put back what only the lead sets: status (🟢 Done)");
    writeFileSync(path, text.replace(/^status: .*$/m, "status: ⚪ Blocked"));
    expect((await run(here.root)).standing).toBe("blocked");
    writeFileSync(path, readFileSync(path, "utf8").replace(/^status: .*$/m, "status: 🔵 In Progress"));
    expect((await run(here.root)).standing).toBe("waiting-for-worker");
  });
});

describe("requests", () => {
  test("one id on two branches is told, and one of them can be renumbered", async () => {
    const text = requirement({ intents: [intents.index] });
    using here = project(
      { intents: [intents.index] },
      { "dblead/requirements/REQ-0001-other.md": text.replace("A wish", "Another"), "dblead/requirements/REQ-0001-a-wish.md": text },
    );
    const refused = await fault(() => run(here.root));
    expect(refused.message).toContain("REQ-0001 is taken twice");
    await using context = await openContext(here.root);
    expect(await renumberRequirement(context, "dblead/requirements/REQ-0001-other.md")).toEqual({
      id: "REQ-0002",
      path: "dblead/requirements/REQ-0002-other.md",
    });
    expect((await run(here.root)).standing).toBe("awaiting-approval");
  });

  test("a requirement that changes after its integration is refused", async () => {
    using here = project({ intents: [intents.index] });
    await run(here.root);
    writeFileSync(join(here.root, "wish.md"), requirement({ intents: [intents.notes] }));
    expect((await fault(() => run(here.root))).message).toContain("was changed after it was integrated");
  });

  test("a report of completion is refused while a task is open", async () => {
    using here = project({ intents: [intents.index] }, { "dblead.toml": `${shop["dblead.toml"]}\n[tasks]\nworker = "external"\n` });
    await run(here.root);
    await using context = await openContext(here.root);
    const { buildReport } = await import("../../src/lead/report.ts");
    const { readState } = await import("../../src/lead/run.ts");
    const state = await readState(context, "REQ-0001");
    expect((await fault(() => buildReport(context, state, "completion"))).message).toContain("Completion cannot be reported: REQ-0001-001");
    expect((await buildReport(context, state)).standing).toBe("waiting-for-worker");
  });

  test("a signature of the role binds, another's does not", async () => {
    using here = project({ intents: [intents.index] });
    const keys = join(here.root, "keys");
    mkdirSync(keys);
    for (const name of ["architect", "stranger"]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, name)]);
    const signers = join(here.root, "allowed-signers");
    writeFileSync(signers, `technical-architect ${readFileSync(join(keys, "architect.pub"), "utf8")}`);
    await using context = await openContext(here.root, { allowedSigners: signers });
    const result = await runRequirement(context, "wish.md");
    const hash = result.nextAction.kind === "await-approval" ? result.nextAction.hash : "";
    const sign = (name: string): string => {
      writeFileSync(join(here.root, name), hash);
      execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-n", "dblead", "-f", join(keys, name), join(here.root, name)], { stdio: "ignore" });
      return `${name}.sig`;
    };
    const give = (signatureFile: string) =>
      approve(context, { requirement: "REQ-0001", role: "technical-architect", by: "ann", signatureFile });
    expect((await fault(async () => give(sign("stranger")))).code).toBe("permission-missing");
    const approved = await give(sign("architect"));
    expect(approved.report?.approvals[0]).toMatchObject({ force: "binding" });
    expect(approved.standing).toBe("done");
  });
});
