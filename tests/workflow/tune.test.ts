// From a slow query to an index that was tried, to another form of it, or to the reasons why nothing is changed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answer } from "../../src/lead/decide.ts";
import { runRequirement } from "../../src/lead/lead.ts";
import { shop, requirement } from "./fixture.ts";
import { makeProject, openContext, readTree } from "./project.ts";

const last = '"select * from orders where customer_id = ? order by placed_at desc limit 20"';
const pattern = `{ id: A1, target: shop, text: the last orders of a customer, query: ${last}, rate-per-second: 50 }`;
// No seed: rows are made, so that the planner has something to think about.
const unseeded = {
  ...shop,
  "dblead.toml": shop["dblead.toml"].replace('seed = "seed.sql"\n', ""),
  "app/orders.ts": 'export const q = "select id from orders where placed_at = ?";\n',
};

function projectOf(intents: readonly string[], patterns?: readonly string[]): ReturnType<typeof makeProject> {
  return makeProject({ ...unseeded, "wish.md": requirement({ intents, ...(patterns === undefined ? {} : { patterns }) }) });
}

describe("a slow query", () => {
  test("gets an index whose criterion is met by the planner, with the reasons and what was rejected", { timeout: 60_000 }, async () => {
    using project = projectOf(["{ id: I1, tune: { target: shop, text: a customer waits, access-pattern: A1 } }"], [pattern]);
    await using context = await openContext(project.root);
    const result = await runRequirement(context, "wish.md");
    expect(result.standing).toBe("awaiting-approval");
    const files = readTree(project.root);
    expect(files["db/002_tune_a_customer_waits.up.sql"]).toContain(
      "CREATE INDEX orders_customer_id_placed_at_idx ON orders (customer_id, placed_at DESC)",
    );
    expect(files["db/002_tune_a_customer_waits.down.sql"]).toContain("DROP INDEX orders_customer_id_placed_at_idx");
    const task = files["dblead/tasks/REQ-0001/001_tune_a_customer_waits.md"] ?? "";
    expect(task).toContain("[x] The query of access pattern A1 does not read orders from end to end, and costs at most 50 % of before");
    expect(task).toMatch(/planned before: SCAN orders; after: SEARCH orders USING INDEX .*; rows visited 1 % of before/);
    expect(task).toContain("An index for the query of access pattern A1");
  });

  test("that nothing makes cheaper stays as it is: that is looked at, and told with the evidence", { timeout: 60_000 }, async () => {
    using project = projectOf(['{ id: I1, tune: { target: shop, text: one order, query: "select * from orders where id = 5" } }']);
    await using context = await openContext(project.root);
    const result = await runRequirement(context, "wish.md");
    expect(result.standing).toBe("done");
    expect(result.tasks.map(({ status }) => status)).toEqual(["done"]);
    expect(result.files.migrations).toEqual([]);
    const task = readFileSync(join(project.root, "dblead/tasks/REQ-0001/001_tune_one_order_query.md"), "utf8");
    expect(task).toContain("Nothing is changed");
    expect(result.report?.targets[0]?.decisions[0]).toMatchObject({
      choice: "Nothing is changed.",
      rejected: [{ alternative: "an index on orders (id)", reason: "Redundant: the primary key already begins so." }],
    });
  });

  test("is the one that the code asks, where the intent names an object", { timeout: 60_000 }, async () => {
    using project = projectOf(["{ id: I1, tune: { target: shop, text: orders, object: orders } }"]);
    await using context = await openContext(project.root);
    const result = await runRequirement(context, "wish.md");
    expect(result.report?.targets[0]?.decisions[0]).toMatchObject({
      title: "An index for the query of app/orders.ts:1",
      choice: "An index on orders (placed_at).",
    });
  });

  test("that is named nowhere is asked for at the backend lead, who may leave it out", { timeout: 60_000 }, async () => {
    using project = projectOf(["{ id: I1, tune: { target: shop, text: everything is slow } }"]);
    await using context = await openContext(project.root);
    const stopped = await runRequirement(context, "wish.md");
    expect(stopped.escalations).toMatchObject([{ id: "access-pattern/shop/I1", to: ["backend-lead"] }]);
    await answer(context, { requirement: "REQ-0001", question: "access-pattern/shop/I1", choose: "leave-out", by: "backend-lead" });
    expect((await runRequirement(context, "REQ-0001")).tasks).toEqual([]);
  });

  test("that does not run is told with what the server said", { timeout: 60_000 }, async () => {
    using project = projectOf(['{ id: I1, tune: { target: shop, text: typo, query: "select nothing from orders" } }']);
    await using context = await openContext(project.root);
    const { escalations } = await runRequirement(context, "wish.md");
    expect(escalations).toMatchObject([{ id: "access-pattern/shop/I1" }]);
    expect(escalations[0]?.text).toContain("nothing");
  });

  test("on a field that another intent makes is tried with it", { timeout: 60_000 }, async () => {
    using project = projectOf([
      "{ id: I1, add-field: { target: shop, field: orders.code, type: text } }",
      '{ id: I2, tune: { target: shop, text: by code, query: "select id from orders where code = ?" } }',
    ]);
    await using context = await openContext(project.root);
    const result = await runRequirement(context, "wish.md");
    expect(result.standing).toBe("awaiting-approval");
    expect(result.tasks.every(({ status }) => status === "done")).toBe(true);
    expect(result.report?.targets[0]?.decisions.some(({ choice }) => choice === "An index on orders (code).")).toBe(true);
  });
});

test("an index that no access pattern asks for shows the plans of the code's queries, else of a look-up that says so", {
  timeout: 60_000,
}, async () => {
  using project = projectOf([
    "{ id: I1, add-index: { target: shop, object: orders, fields: [placed_at] } }",
    "{ id: I2, add-index: { target: shop, object: orders, fields: [total] } }",
  ]);
  await using context = await openContext(project.root);
  const result = await runRequirement(context, "wish.md");
  const plans = result.report?.targets[0]?.queryPlans ?? [];
  expect(plans.map(({ query, before }) => ({ query, before }))).toEqual([
    { query: "select id from orders where placed_at = $1", before: "SCAN orders" },
    { query: "SELECT * FROM orders WHERE total = ?", before: "SCAN orders" },
  ]);
  expect(plans.every(({ after }) => after.includes("USING") && after.includes("INDEX"))).toBe(true);
  const files = readTree(project.root);
  expect(files["dblead/tasks/REQ-0001/001_add_index_orders.md"]).toContain("The query of app/orders.ts:1, which looks for placed_at, runs");
  expect(Object.values(files).some((text) => text.includes("no access pattern and no query of the code asks for it"))).toBe(true);
  expect(existsSync(join(project.root, "dblead/queries"))).toBe(false);
});
