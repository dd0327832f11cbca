import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LeadError } from "../model/error.ts";
import type { JournalEvent } from "../model/event.ts";
import { openRecords } from "./records.ts";
import { openStore } from "./sqlite-store.ts";

const clock = { now: () => new Date("2026-01-01T00:00:00Z") };
const event = (outcome: string): JournalEvent => ({ kind: "step-finished", step: "analyse", task: null, outcome });

function scratch(): { readonly folder: string; readonly [Symbol.dispose]: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "dblead-store-"));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
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

/** A real process that takes a lease, says so, appends an event and then does what it is told. */
async function holder(folder: string, then: "wait" | "block"): Promise<{ readonly kill: () => Promise<void> }> {
  const code = `
    import { openStore } from ${JSON.stringify(new URL("sqlite-store.ts", import.meta.url).href)};
    const store = await openStore(${JSON.stringify(folder)}, { now: () => new Date("2026-01-01T00:00:00Z") });
    const lease = await store.acquire("REQ-0001", 1000);
    await store.append(lease, [${JSON.stringify(event("first"))}]);
    process.stdout.write("held\\n");
    ${then === "wait" ? "setInterval(() => undefined, 1000);" : "for (;;);"}
  `;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", code], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((done, fail) => {
    child.stdout.once("data", () => done());
    child.once("error", fail);
    child.once("exit", () => fail(new Error("the holder ended")));
  });
  return {
    kill: async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

test("a lease is held against another process, and taken over within seconds when its owner is killed", async () => {
  using place = scratch();
  const owner = await holder(place.folder, "wait");
  await using store = await openStore(place.folder, clock);
  expect((await fault(() => store.acquire("REQ-0001", 200))).code).toBe("lease-held");
  await using _other = await store.acquire("REQ-0002", 200);
  await owner.kill();
  const began = performance.now();
  await using lease = await store.acquire("REQ-0001", 5_000);
  expect(performance.now() - began).toBeLessThan(3_000);
  await store.append(lease, [event("second")]);
  const outcomes = (await store.events("REQ-0001")).map((one) =>
    one.event.kind === "step-finished" ? `${one.sequence} ${one.event.outcome}` : "",
  );
  expect(outcomes).toEqual(["1 first", "2 second"]);
});

test("who lost the lease cannot write any more, and all events of a call come or none", async () => {
  using place = scratch();
  await using store = await openStore(place.folder, clock);
  const lease = await store.acquire("REQ-0001", 100);
  await lease[Symbol.asyncDispose]();
  await using later = await store.acquire("REQ-0001", 100);
  expect(later.token).toBeGreaterThan(lease.token);
  expect((await fault(() => store.append(lease, [event("late")]))).code).toBe("lease-held");
  expect(await store.events("REQ-0001")).toEqual([]);
  expect(await store.runs()).toEqual([]);
});

test("the same process waits for its own lease, and many writers of different runs do not lose events", async () => {
  using place = scratch();
  await using one = await openStore(place.folder, clock);
  await using two = await openStore(place.folder, clock);
  const lease = await one.acquire("REQ-0001", 100);
  const waiting = two.acquire("REQ-0001", 3_000);
  await sleep(100);
  await lease[Symbol.asyncDispose]();
  await (await waiting)[Symbol.asyncDispose]();
  await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      await using own = await (index % 2 === 0 ? one : two).acquire(`REQ-100${index}`, 1_000);
      for (let count = 0; count < 20; count += 1) await (index % 2 === 0 ? one : two).append(own, [event(String(count))]);
    }),
  );
  for (let index = 0; index < 8; index += 1) expect(await one.events(`REQ-100${index}`)).toHaveLength(20);
});

test("what was kept first stays, and survives reopening", async () => {
  using place = scratch();
  {
    await using store = await openStore(place.folder, clock);
    await store.keep("a", { value: 1 });
    await store.keep("a", { value: 2 });
  }
  await using store = await openStore(place.folder, clock);
  expect(await store.recall("a")).toEqual({ value: 1 });
  expect(await store.recall("b")).toBeUndefined();
});

test("a damaged file is told with the way out", async () => {
  using place = scratch();
  writeFileSync(
    join(place.folder, "state.sqlite"),
    "this is not a database, and it is long enough to be read as a page header ".repeat(20),
  );
  const told = await fault(() => openStore(place.folder, clock));
  expect(told.code).toBe("file-unreadable");
  expect(told.hint).toContain("rebuilt from the records");
});

test("records are written whole and only where they belong", async () => {
  using place = scratch();
  const records = openRecords(place.folder, ["dblead", "db/migrations"]);
  await records.write("dblead/tasks/REQ-0001/001_a.md", "one\n");
  expect(readFileSync(join(place.folder, "dblead/tasks/REQ-0001/001_a.md"), "utf8")).toBe("one\n");
  expect(await records.list("dblead")).toEqual(["dblead/tasks/REQ-0001/001_a.md"]);
  expect(await records.read("dblead/none.md")).toBeNull();
  for (const path of ["src/a.ts", "../a.md", "dblead/../a.md", "/etc/hosts", "dbleadx/a.md"])
    expect((await fault(() => records.write(path, ""))).code).toBe("file-unwritable");
  writeFileSync(join(place.folder, "dblead/tasks/REQ-0001/.001_a.md.0000.tmp"), "left by a killed process");
  await records.write("dblead/tasks/REQ-0001/001_a.md", "two\n");
  expect(existsSync(join(place.folder, "dblead/tasks/REQ-0001/.001_a.md.0000.tmp"))).toBe(false);
  await records.remove("dblead/tasks/REQ-0001/001_a.md");
  expect(await records.list("dblead")).toEqual([]);
});

test("what another release left is put away, unless a process of it is at work", async () => {
  using place = scratch();
  const old = await openStore(place.folder, clock, "1.0.0");
  const lease = await old.acquire("REQ-0001", 100);
  await old.append(lease, [event("first")]);
  await old.keep("analyse/1", { form: "old" });
  expect((await fault(() => openStore(place.folder, clock, "1.1.0"))).code).toBe("lease-held");
  await lease[Symbol.asyncDispose]();
  await old[Symbol.asyncDispose]();
  await using same = await openStore(place.folder, clock, "1.0.0");
  expect(await same.runs()).toEqual(["REQ-0001"]);
  await using next = await openStore(place.folder, clock, "1.1.0");
  expect(await next.runs()).toEqual([]);
  expect(await next.recall("analyse/1")).toBeUndefined();
});
