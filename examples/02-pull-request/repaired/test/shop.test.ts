import { equal } from "node:assert/strict";
import { after, test } from "node:test";
import type { Client } from "pg";
import { addressOf } from "../app/receipts.ts";
import { register } from "../app/register.ts";

// Asked for by whoever has a database: a pipeline, or dblead.
const url = process.env["DATABASE_URL"];
const db: Client | null = url === undefined ? null : new (await import("pg")).default.Client({ connectionString: url });
await db?.connect();
after(() => db?.end());

test("who registers gets the receipt", { skip: db === null }, async () => {
  if (db === null) return;
  const id = await register(db, "grace@example.org", "+1 555 0100");
  equal(await addressOf(db, id), "grace@example.org");
});
