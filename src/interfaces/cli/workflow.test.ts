import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
let folder = "";

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Runs a verb with JSON, checks its result against the published schema, and gives the value with the exit code. */
function call(
  verb: string,
  args: readonly string[],
): { readonly code: number | null; readonly value: Record<string, unknown>; readonly err: string } {
  const command = [join(root, "src/interfaces/cli/main.ts"), ...verb.split(" "), ...args, "--format", "json"];
  const ran = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    timeout: 100_000,
    env: { ...process.env, SOURCE_DATE_EPOCH: "1750000000" },
  });
  const value = JSON.parse(ran.stdout) as Record<string, unknown>;
  const name = "error" in value ? "error" : verb.replace(" ", "-");
  const schema = JSON.parse(readFileSync(join(root, "docs/reference/schemas", `${name}.json`), "utf8")) as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  expect(ajv.validate(schema, value) ? [] : ajv.errors).toEqual([]);
  return { code: ran.status, value, err: ran.stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dblead-workflow-"));
  write(
    "dblead.toml",
    '[targets.notes]\nengine = "sqlite"\nversion = "3"\nmigrations = "db"\nformat = "plain"\nseed = "seed.sql"\n[application]\ncode = ["app"]\n',
  );
  write("db/001_users.up.sql", "create table users (id integer primary key, mail text not null);\n");
  write("db/001_users.down.sql", "drop table users;\n");
  write("seed.sql", "insert into users (id, mail) values (1, 'a@x'), (2, 'b@x');\n");
  write("app/q.ts", 'export const q = "select id, mail from users where id = ?";\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a request from its template to released files, each answer as its schema says", () => {
  expect(call("request new", ["--title", "Tiers", "--intent", "add-field"]).value).toMatchObject({
    id: "REQ-0001",
    nextAction: { kind: "write-requirement" },
  });
  const asked = call("run", ["dblead/requirements/REQ-0001-tiers.md"]);
  expect(asked.code).toBe(0);
  expect(asked.value).toMatchObject({
    standing: "needs-answer",
    nextAction: { kind: "answer-question", question: "required-without-default/notes/users.tier" },
  });
  expect(call("run", ["REQ-0001", "--wait-is-failure"]).code).toBe(5);

  const wrong = call("answer", ["REQ-0001", "required-without-default/notes/users.teir", "bronze"]);
  expect(wrong).toMatchObject({
    code: 2,
    value: { error: { code: "record-missing", hint: "Did you mean required-without-default/notes/users.tier?" } },
  });
  expect(call("approve", ["REQ-0001"])).toMatchObject({ code: 1, value: { error: { code: "state-refused" } } });
  expect(call("answer", ["REQ-0001", "required-without-default/notes/users.tier", "bronze"]).code).toBe(0);

  const ready = call("run", ["REQ-0001"]);
  expect(ready.value).toMatchObject({
    standing: "awaiting-approval",
    nextAction: { kind: "await-approval" },
    page: ".dblead/reports/REQ-0001.html",
  });
  expect(readFileSync(join(folder, ".dblead/reports/REQ-0001.html"), "utf8")).toContain("Ready for approval");
  expect(call("status", []).value).toMatchObject({ requests: [{ requirement: "REQ-0001", standing: "awaiting-approval" }] });
  expect(call("tasks", ["REQ-0001"]).value["tasks"]).not.toEqual([]);
  expect(call("take", ["REQ-0001-001"])).toMatchObject({ code: 1, value: { error: { code: "state-refused" } } });
  expect(call("ask", ["REQ-0001-099", "?"])).toMatchObject({ code: 2, value: { error: { code: "record-missing" } } });
  expect(call("hand-in", ["REQ-0001-001", "seed.sql"])).toMatchObject({ code: 1, value: { error: { code: "state-refused" } } });

  expect(call("approve", ["REQ-0001", "--as", "ann"]).value).toMatchObject({
    standing: "approved",
    nextAction: { kind: "deploy-application" },
  });
  expect(call("continue", ["REQ-0001", "--deployed", "another"])).toMatchObject({ code: 1, value: { error: { code: "state-refused" } } });
  expect(call("continue", ["REQ-0001", "--deployed", "application", "--as", "ann"]).value).toMatchObject({ standing: "done" });
  expect(readdirSync(join(folder, "db")).filter((name) => name.includes("contract")).length).toBeGreaterThan(0);
  expect(call("journal", ["REQ-0001"]).value["events"]).not.toEqual([]);
  expect(call("report", ["REQ-0001", "--for", "project-manager"]).value).toMatchObject({
    audience: "project-manager",
    report: { standing: "done" },
  });
}, 300_000);
