// kill -9 at any moment, run again, and it goes on: the same files byte for byte, the same journal as a set, nothing twice.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { answers, intents, requirement, shop } from "./fixture.ts";
import { makeProject, openContext, readTree } from "./project.ts";

const script = fileURLToPath(new URL("killed-run.ts", import.meta.url));
const files = { ...shop, "wish.md": requirement({ intents: [intents.index, intents.count, intents.fax], answers: [answers.fax] }) };
const wantedKills = 40;

function start(root: string, effects: number, when: "before" | "after"): Promise<"killed" | "done"> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, root, String(effects), when], { stdio: ["ignore", "ignore", "pipe"] });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("error", fail);
    child.on("close", (code, signal) => (signal === "SIGKILL" ? done("killed") : code === 0 ? done("done") : fail(new Error(errors))));
  });
}

async function journalOf(root: string): Promise<readonly string[]> {
  await using context = await openContext(root);
  const events = await context.store.events("REQ-0001");
  return events
    .flatMap(({ event }) => (event.kind === "step-finished" ? [`${event.task ?? ""} ${event.step} ${event.outcome}`] : []))
    .sort();
}

test("a run killed at forty points ends like one that was left alone", { timeout: 900_000 }, async () => {
  using undisturbed = makeProject(files);
  expect(await start(undisturbed.root, 0, "after")).toBe("done");
  const tree = readTree(undisturbed.root);
  const journal = await journalOf(undisturbed.root);
  expect(new Set(journal).size).toBe(journal.length);
  let kills = 0;
  for (let project = 0; kills < wantedKills; project += 1) {
    using killed = makeProject(files);
    for (let attempt = 0, outcome = "killed"; outcome === "killed"; attempt += 1) {
      // Steps of different length meet different effects; no two projects are killed in the same places.
      outcome = await start(killed.root, 2 + ((attempt * 5 + project * 3) % 9), (attempt + project) % 2 === 0 ? "after" : "before");
      if (outcome === "killed") kills += 1;
    }
    expect(readTree(killed.root)).toEqual(tree);
    expect(await journalOf(killed.root)).toEqual(journal);
  }
  expect(kills).toBeGreaterThanOrEqual(wantedKills);
});

test("two processes on one project at once: both end well, and nothing is done twice", async () => {
  using alone = makeProject(files);
  expect(await start(alone.root, 0, "after")).toBe("done");
  using shared = makeProject(files);
  const outcomes = await Promise.allSettled([start(shared.root, 0, "after"), start(shared.root, 0, "after")]);
  // The second waits for the first, or is told who works.
  for (const outcome of outcomes) if (outcome.status === "rejected") expect(String(outcome.reason)).toContain("is working on REQ-0001");
  expect(outcomes.some((outcome) => outcome.status === "fulfilled")).toBe(true);
  expect(readTree(shared.root)).toEqual(readTree(alone.root));
  expect(await journalOf(shared.root)).toEqual(await journalOf(alone.root));
});
