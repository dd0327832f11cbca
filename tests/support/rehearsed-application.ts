import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { Recording, Rehearsal, Replay } from "../../src/engines/rehearsal.ts";
import { postgresqlEngine } from "../../src/engines/postgresql/engine.ts";
import type { Script } from "../../src/model/migration.ts";
import { runTests, type TestRun } from "../../src/project/test-run.ts";
import { testPrograms } from "./postgresql-server.ts";

/** An application with its own tests, and what its database is changed by. */
export interface Rehearsed {
  readonly base: string;
  readonly files: Readonly<Record<string, string>>;
  readonly change: readonly (string | { readonly text: string; readonly transaction: Script["transaction"] })[];
  readonly command?: string;
  readonly ignored?: readonly string[];
  readonly role?: string;
}
export interface Rehearsing extends AsyncDisposable {
  readonly rehearsal: Rehearsal;
  run(state?: "before" | "after"): Promise<{ readonly run: TestRun; readonly recording: Recording }>;
}
const cacheFolder = mkdtempSync(join(tmpdir(), "dblead-rehearsed-"));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));
const installed = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** Writes the application into a folder of its own and opens a server for it. */
export async function openRehearsed(application: Rehearsed): Promise<Rehearsing> {
  const folder = mkdtempSync(join(tmpdir(), "dblead-application-"));
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["pg", "vitest"]) symlinkSync(join(installed, name), join(folder, "node_modules", name), "dir");
  for (const [path, text] of Object.entries({ "package.json": '{ "type": "module" }', ...application.files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const script = (text: string, file: string, transaction: Script["transaction"] = "shared"): Script => ({
    file,
    line: 1,
    text,
    transaction,
  });
  const provider = postgresqlEngine.rehearsal;
  if (provider === undefined || testPrograms === null) throw new Error("no server for programs");
  const rehearsal = await provider.open({
    base: [script(application.base, "V1.sql")],
    changes: application.change.map((change, index) => ({
      phase: "expand",
      script:
        typeof change === "string" ? script(change, `V${index + 2}.sql`) : script(change.text, `V${index + 2}.sql`, change.transaction),
    })),
    version: "18",
    settings: { kind: "native", bin: testPrograms },
    cacheFolder,
    bookkeeping: { before: null, after: null },
    ignored: application.ignored ?? [],
    role: application.role ?? null,
  });
  return {
    rehearsal,
    run: async (state = "before") => {
      await using stand = await rehearsal.open(state);
      const database = { ...stand.address, variable: "DATABASE_URL", sizeBytes: () => stand.sizeBytes() };
      const run = await runTests({ folder, command: application.command ?? "node --test", database, limitMs: 60_000 });
      return { run, recording: await stand.finish(run.sites) };
    },
    [Symbol.asyncDispose]: async () => {
      await rehearsal[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the application's tests on the base, then what they asked after each step. Throws where the tests fail. */
export async function rehearse(application: Rehearsed): Promise<Replay & { readonly recording: Recording; readonly run: TestRun }> {
  await using made = await openRehearsed(application);
  const { run, recording } = await made.run();
  if (run.outcome !== "passed") throw new Error(`the tests of the application: ${run.tail}`);
  return { ...(await made.rehearsal.replay(recording, 60_000)), recording, run };
}
