// Schemas and changes that nobody wrote down: every plan is executed, compared, and undone. DBLEAD_PAIRS sets how many, DBLEAD_SEED which (a commit is judged
// by the same ones every time; another number, or "random", looks further), DBLEAD_SHRINK=1 looks for the smallest failure.
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestServer, type TestServer, testPrograms } from "../../../tests/support/postgresql-server.ts";
import { proveWorld } from "../../../tests/support/postgresql-world-proof.ts";
import { sqlOfWorld, world } from "../../../tests/support/postgresql-worlds.ts";

// The server in this process is many times slower.
const pairs = Number(process.env["DBLEAD_PAIRS"] ?? (testPrograms === null ? "30" : "500"));
const asked = process.env["DBLEAD_SEED"] ?? "20261124";
const seed = asked === "random" ? Date.now() % 2 ** 31 : Number(asked);

describe("generated schemas", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test(
    `${pairs} pairs, DBLEAD_SEED=${seed}`,
    async () => {
      const property = fc.asyncProperty(world, async (one) => {
        const { base, change } = sqlOfWorld(one);
        expect(await proveWorld(server, one), `${one.strategy}\n${base}\n-- becomes\n${change}`).toEqual([]);
      });
      await fc.assert(property, { numRuns: pairs, seed, endOnFailure: process.env["DBLEAD_SHRINK"] !== "1" });
    },
    600_000 + pairs * 10_000,
  );
});
