// Two requests that want different things of one place: asked before anything is designed, and no earlier than it must be.
import { describe, expect, test } from "vitest";
import { answer, approve } from "../../src/lead/decide.ts";
import { runRequirement } from "../../src/lead/lead.ts";
import type { RunResult } from "../../src/lead/run-result.ts";
import { answers, intents, requirement, shop } from "./fixture.ts";
import { makeProject, openContext } from "./project.ts";

const note = "{ id: I1, add-field: { target: shop, field: customers.note, type: text } }";
const total = (wish: string): string => `{ id: I1, change-field: { target: shop, field: orders.total, ${wish} } }`;
const otherNote = "{ id: I1, add-field: { target: shop, field: customers.note, type: text, default: none } }";
const first = requirement({ intents: [intents.rename], answers: [answers.rename] });

function project(second: string, one: string = first): ReturnType<typeof makeProject> {
  return makeProject({ ...shop, "one.md": one, "two.md": second });
}
const asksFor = (result: RunResult): readonly string[] =>
  result.questions.filter((question) => question.kind === "conflicting-requirements").map((question) => question.id);
const question = "conflicting-requirements/shop/customers.mail";

describe("two requests that are open", () => {
  test("ask the project manager, with options and what follows from them", async () => {
    using here = project(
      requirement({ id: "REQ-0002", intents: ["{ id: I7, change-field: { target: shop, field: customers.mail, required: false } }"] }),
    );
    await using context = await openContext(here.root);
    expect((await runRequirement(context, "one.md")).standing).toBe("awaiting-approval");
    const asked = await runRequirement(context, "two.md");
    expect(asked.standing).toBe("needs-answer");
    const [found] = asked.questions.filter((one) => one.id === question);
    expect(found).toMatchObject({ to: "project-manager", proposal: "after", intents: ["I7"] });
    expect(found?.options.map((option) => option.value)).toEqual(["after", "leave-out", "proceed"]);
    expect(found?.text).toContain("REQ-0001 (A wish) is not done");
    expect(found?.options[1]?.consequence).toContain("I7");
    expect(asked.tasks).toEqual([]);
  });

  test("`after` waits until the other one is done, and then goes on by itself", async () => {
    using here = project(
      requirement({ id: "REQ-0002", intents: [total("required: false")] }),
      requirement({ intents: [total("default: 1")] }),
    );
    await using context = await openContext(here.root);
    await runRequirement(context, "one.md");
    const asked = await runRequirement(context, "two.md");
    expect(asked.standing).toBe("needs-answer");
    const id = asksFor(asked)[0] ?? "";
    await answer(context, { requirement: "REQ-0002", question: id, choose: "after", by: "project-manager" });
    const waiting = await runRequirement(context, "two.md");
    expect(waiting).toMatchObject({ standing: "blocked", reason: "it waits until REQ-0001 is done, as answered" });
    expect((await runRequirement(context, "two.md")).standing).toBe("blocked");
    expect((await approve(context, { requirement: "REQ-0001", by: "ann" })).standing).toBe("done");
    const after = await runRequirement(context, "two.md");
    expect(asksFor(after)).toEqual([]);
    expect(after.standing).toBe("awaiting-approval");
  });

  test("`leave-out` takes the own wish out, `proceed` goes on", async () => {
    using here = project(
      requirement({
        id: "REQ-0002",
        intents: [intents.index, "{ id: I7, change-field: { target: shop, field: customers.mail, required: false } }"],
      }),
    );
    await using context = await openContext(here.root);
    await runRequirement(context, "one.md");
    await runRequirement(context, "two.md");
    await answer(context, { requirement: "REQ-0002", question, choose: "leave-out", by: "project-manager" });
    const left = await runRequirement(context, "two.md");
    expect(left.standing).toBe("awaiting-approval");
    expect(left.tasks.map((task) => task.title)).toEqual(["Index orders by customer_id, placed_at"]);
  });

  test("a requirement may bring the answer itself", async () => {
    using here = project(
      requirement({
        id: "REQ-0002",
        intents: [intents.index, "{ id: I7, change-field: { target: shop, field: customers.mail, required: false } }"],
        answers: [`{ question: ${question}, by: project-manager, choose: leave-out }`],
      }),
    );
    await using context = await openContext(here.root);
    await runRequirement(context, "one.md");
    expect((await runRequirement(context, "two.md")).standing).toBe("awaiting-approval");
  });

  test("that do not touch each other ask nothing, and a done one asks nothing", async () => {
    using here = project(requirement({ id: "REQ-0002", intents: [intents.index] }));
    await using context = await openContext(here.root);
    await runRequirement(context, "one.md");
    const result = await runRequirement(context, "two.md");
    expect(asksFor(result)).toEqual([]);
    expect(result.standing).toBe("awaiting-approval");
  });

  test("a colleague's request counts although its journal is elsewhere", async () => {
    using here = makeProject({
      ...shop,
      "two.md": requirement({ id: "REQ-0002", intents: [otherNote] }),
      "dblead/requirements/REQ-0001-a-wish.md": requirement({ intents: [note] }),
      "dblead/tasks/REQ-0001/001_note.md": "---\nid: REQ-0001-001\ntitle: t\nstatus: 🟡 To Do\ntype: 🌟 Feature\n---\n# t\n",
    });
    await using context = await openContext(here.root);
    expect(asksFor(await runRequirement(context, "two.md"))).toEqual(["conflicting-requirements/shop/customers.note"]);
  });
});

test("two migrations that took one id are asked about, and renaming one answers it", async () => {
  using here = makeProject({
    ...shop,
    "two.md": requirement({ id: "REQ-0002", intents: [intents.index] }),
    "db/002_a.up.sql": "create table a (id integer primary key);\n",
    "db/002_a.down.sql": "drop table a;\n",
    "db/002_b.up.sql": "create table b (id integer primary key);\n",
    "db/002_b.down.sql": "drop table b;\n",
  });
  await using context = await openContext(here.root);
  const asked = await runRequirement(context, "two.md");
  expect(asksFor(asked)).toEqual(["conflicting-requirements/shop/002"]);
  expect(asked.questions[0]?.text).toContain("db/002_a.up.sql and db/002_b.up.sql have one id, 002");
  await answer(context, { requirement: "REQ-0002", question: "conflicting-requirements/shop/002", choose: "keep", by: "project-manager" });
  expect((await runRequirement(context, "two.md")).standing).toBe("awaiting-approval");
});
