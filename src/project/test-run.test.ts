import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startupWith } from "./test-run/trace.ts";
import { parseTrace } from "./test-run/trace.ts";
import { runTests, type TestOrder } from "./test-run.ts";

const folder = mkdtempSync(join(tmpdir(), "dblead-suite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const order = (command: string, more: Partial<TestOrder> = {}): TestOrder => ({
  folder,
  command,
  database: null,
  limitMs: 20_000,
  ...more,
});
const limits = { memoryBytes: 300 * 2 ** 20, diskBytes: 20 * 2 ** 20 };

describe("a command of the project", () => {
  it("tells how it ended and what it said last", async () => {
    expect(await runTests(order("echo one; exit 3"))).toMatchObject({ outcome: "failed", tail: "one", reason: null });
  });

  it("is ended after its time, with what it started", async () => {
    const run = await runTests(order("sleep 60 & sleep 60", { limitMs: 300 }));
    expect(run).toMatchObject({ outcome: "timed-out", reason: expect.stringContaining("more than") });
    expect(run.durationMs).toBeLessThan(10_000);
  });

  it.runIf(process.platform === "linux")("is stopped when it takes too much memory", async () => {
    writeFileSync(join(folder, "hog.mjs"), "const kept = []; setInterval(() => kept.push(Buffer.alloc(50e6, 1)), 50);");
    expect(await runTests(order(`exec "${process.execPath}" hog.mjs`, { limits }))).toMatchObject({
      outcome: "stopped",
      reason: "it took more than 300 MB of memory",
    });
  });

  it("is stopped when it fills the disk", async () => {
    const run = await runTests(order("head -c 60000000 /dev/zero > big; sleep 30", { limits }));
    expect(run).toMatchObject({ outcome: "stopped", reason: "it took more than 20 MB of disk" });
  });
});

describe("what a hook tells", () => {
  it("is read without trust", () => {
    const lines = [
      '{"c":"1-0","n":0,"t":"a\\u001b[31m","f":"/x/a.js","l":3}',
      "{",
      "7",
      '{"c":1}',
      '{"c":"1-0","n":1,"t":null,"f":null,"l":-2}',
    ];
    expect(parseTrace(lines.join("\n"))).toEqual([
      { c: "1-0", n: 0, t: "a [31m", f: "/x/a.js", l: 3 },
      { c: "1-0", n: 1, t: null, f: null, l: null },
    ]);
  });

  it("is a name in the message that begins a session, and in no other", () => {
    const body = Buffer.from("user\0ada\0\0", "utf8");
    const message = Buffer.concat([Buffer.alloc(8), body]);
    message.writeInt32BE(message.length, 0);
    message.writeInt32BE(196608, 4);
    const changed = startupWith(message, "7-1");
    expect(changed?.toString("latin1")).toContain("user\0ada\0_pq_.dblead\x007-1\0\0");
    expect(Buffer.isBuffer(changed) ? changed.readInt32BE(0) : 0).toBe(changed?.length);
    expect(startupWith(Buffer.from("GET / HTTP/1.1\r\n\r\n"), "7-1")).toBeNull();
  });
});
