import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "../app/receipts.ts";
import { register } from "../app/register.ts";

/** Answers with what it is told and remembers what it was asked. */
function stub(rows: readonly Record<string, unknown>[]) {
  const asked: string[] = [];
  const query = async (text: string) => {
    asked.push(text);
    return { rows };
  };
  return { asked, db: { query } as never };
}

test("sends the receipt to the address of the user", async () => {
  const { asked, db } = stub([{ mail: "ada@example.org" }]);
  equal(await addressOf(db, 1), "ada@example.org");
  deepEqual(asked, ["SELECT mail FROM users WHERE id = $1"]);
});

test("registers with an address", async () => {
  const { db } = stub([{ id: "7" }]);
  equal(await register(db, "ada@example.org", null), 7);
});
