import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorCodes } from "../../model/error.ts";
import { verbs } from "../../operations/manifest.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const command = join(root, "src/interfaces/cli/main.ts");
let folder = "";

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command as people start it: a process of its own, no terminal. */
function dblead(args: readonly string[], options: { readonly cwd?: string; readonly env?: Record<string, string> } = {}): Answer {
  const ran = spawnSync(process.execPath, [command, ...args], {
    cwd: options.cwd ?? folder,
    encoding: "utf8",
    timeout: 100_000,
    env: { ...process.env, TMPDIR: join(folder, "tmp"), NO_COLOR: "", ...options.env },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Whether a result is what its published schema says. */
function expectValid(verb: string, text: string): Record<string, unknown> {
  const schema = JSON.parse(readFileSync(join(root, "docs/reference/schemas", `${verb}.json`), "utf8"));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const value = JSON.parse(text) as Record<string, unknown>;
  expect(ajv.validate(schema, value) ? [] : ajv.errors).toEqual([]);
  return value;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dblead-cli-"));
  mkdirSync(join(folder, "tmp"));
  write("old.sql", "create table users (id integer primary key, mail text not null, fax text);\n");
  write(
    "new.sql",
    "create table users (id integer primary key, mail text not null, fax text, tier text);\ncreate index users_mail on users (mail);\n",
  );
  write("less.sql", "create table users (id integer primary key, mail text not null);\n");
  write("broken.sql", "create table users (id integer primary key,\n  mail text not null;\n");
  write("db/001_create_users.up.sql", "create table users (id integer primary key, mail text not null);\n");
  write("db/001_create_users.down.sql", "drop table users;\n");
  write("db/002_add_tier.up.sql", "alter table users add column tier text;\n");
  write("db/002_add_tier.down.sql", "alter table users drop column tier;\n");
  write("db/003_broken.up.sql", "alter table people add column tier text;\n");
  write("db/003_broken.down.sql", "alter table people drop column tier;\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("help", () => {
  test("lists every command, at once and without a terminal's colours", () => {
    const { code, out, err } = dblead(["--help"]);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).not.toContain("\u{1B}");
    for (const verb of verbs) expect(out).toContain(verb.command[0]);
  });

  test("without a command is the same", () => {
    expect(dblead([]).out).toBe(dblead(["--help"]).out);
  });

  test.each(verbs.map((verb) => [verb.command.join(" "), verb] as const))(
    "of %s shows an example, its arguments and the exit codes",
    (name, verb) => {
      const { code, out } = dblead([...name.split(" "), "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(verb.example);
      expect(out).toContain("EXIT CODES");
      for (const flag of verb.flags) expect(out).toContain(`--${flag.name}`);
    },
  );

  test("--version is the package's", () => {
    expect(dblead(["--version"]).out.trim()).toBe(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
  });
});

describe("usage", () => {
  test.each([
    [["plan", "--stratgey", "online"], "There is no flag --stratgey. Did you mean --strategy?"],
    [["plam"], "There is no command plam. Did you mean plan?"],
    [["--colour"], "There is no flag --colour."],
    [["plan", "--strategy", "onlin"], "--strategy onlin is not one of online, direct. Did you mean online?"],
    [["plan", "--allow", "deletes-dat"], "Did you mean deletes-data?"],
    [["review", "--base", "nowhere"], "This folder is in no git repository"],
    [["explain", "a", "b"], "b is one argument too many."],
    [["plan", "--engine", "postgres", "--from", "old.sql", "--to", "new.sql"], "There is no engine postgres."],
    [["explain", "deletes-dta"], "Nothing is called deletes-dta."],
    [["plan", "--engine", "sqlite", "--from", "old.sql", "--to", "new.sql", "--renames", "x"], "--renames x is not old.name=new_name."],
  ])("%j is refused with the way out", (args, message) => {
    const { code, out, err } = dblead(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toMatch(/^error {2}usage-invalid \(exit 2\)\n/);
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
  });

  test("an error is a value too when JSON is asked for", () => {
    const { code, out, err } = dblead(["plan", "--foo", "--format", "json"]);
    expect(code).toBe(2);
    expect(expectValid("error", out)["error"]).toMatchObject({ code: "usage-invalid", exitCode: 2, retryable: false });
    expect(err).toContain("usage-invalid");
  });
});

describe("errors say what and where, with the exit code of their class", () => {
  test.each([
    [["plan", "shop"], "configuration-missing", /There is no dblead.toml/],
    [["plan", "--engine", "sqlite", "--from", "none.sql", "--to", "new.sql"], "file-unreadable", /none\.sql/],
    [["plan", "--engine", "sqlite", "--from", "broken.sql", "--to", "new.sql"], "schema-unreadable", /broken\.sql:/],
    [["plan", "--engine", "sqlite", "--version", "2", "--from", "old.sql", "--to", "new.sql"], "version-unknown", /2 is not known/],
    [
      ["plan", "--engine", "postgresql", "--from", "$DBLEAD_NOWHERE", "--to", "new.sql"],
      "configuration-invalid",
      /DBLEAD_NOWHERE is not set/,
    ],
    [
      ["plan", "--engine", "postgresql", "--from", "postgresql://app:secret-word@127.0.0.1:1/shop", "--to", "new.sql"],
      "target-unreachable",
      /127\.0\.0\.1/,
    ],
  ] as const)("%j", (args, code, message) => {
    const answer = dblead(args);
    expect(answer.err).toMatch(new RegExp(`^error {2}${code} \\(exit ${errorCodes[code].exitCode}\\)`, "m"));
    expect(answer.code).toBe(errorCodes[code].exitCode);
    expect(answer.err).toMatch(message);
    expect(answer.err + answer.out).not.toContain("secret-word");
    expect(answer.err).not.toContain("    at ");
  });

  test("a configuration names line, key and the nearest known name", () => {
    write("bad/dblead.toml", '[targets.shop]\nengine = "sqlite"\nversion = "3"\nmigratons = "db"\n');
    const { code, err } = dblead(["plan", "shop"], { cwd: join(folder, "bad") });
    expect(code).toBe(2);
    expect(err).toContain("dblead.toml:4");
    expect(err).toContain("migrations");
  });

  test("a folder that may not be written", () => {
    const { code, err } = dblead(["plan", "--engine", "sqlite", "--from", "old.sql", "--to", "new.sql"], { env: { TMPDIR: "/proc" } });
    expect(err).toMatch(/^error {2}file-unwritable \(exit 3\)/);
    expect(code).toBe(3);
  });
});

describe("plan", () => {
  const between = (to: string, ...more: readonly string[]): readonly string[] => [
    "plan",
    "--engine",
    "sqlite",
    "--from",
    "old.sql",
    "--to",
    to,
    ...more,
  ];

  test("is text by default and its JSON is what the schema says", () => {
    const text = dblead(between("new.sql"));
    expect(text.code).toBe(0);
    expect(text.out).toContain("expand");
    const { code, out } = dblead(between("new.sql", "--format", "json"));
    expect(code).toBe(0);
    expect(expectValid("plan", out)).toMatchObject({ engine: "sqlite", refused: [], nextAction: { kind: "read-plan" } });
  });

  test("what loses data is refused until it is allowed by name", () => {
    const refused = dblead(between("less.sql", "--format", "json"));
    expect(refused.code).toBe(1);
    expect(expectValid("plan", refused.out)).toMatchObject({ nextAction: { kind: "allow-hazards" } });
    const allowed = dblead(between("less.sql", "--allow", "deletes-data", "--allow", "irreversible", "--format", "json"));
    expect(expectValid("plan", allowed.out)).toMatchObject({ refused: [] });
    expect(allowed.code).toBe(0);
  });

  test("a refusal that waits for a person is exit code 1 whatever else is asked", () => {
    expect(dblead(between("less.sql", "--wait-is-failure")).code).toBe(1);
  });

  test("two equal schemas need no step", () => {
    expect(expectValid("plan", dblead(between("old.sql", "--format", "json")).out)).toMatchObject({
      steps: [],
      nextAction: { kind: "done" },
    });
  });
});

describe("review", () => {
  test("executes the file after those of its folder, up and down", () => {
    const { code, out } = dblead(["review", "--engine", "sqlite", "db/002_add_tier.up.sql", "--format", "json"]);
    const result = expectValid("review", out);
    expect(result).toMatchObject({
      kind: "executed",
      subject: { baseScripts: 1 },
      down: { kind: expect.stringMatching(/exact|column-order/) },
      verdict: { outcome: "accept" },
    });
    expect(code).toBe(0);
  });

  test("what fails is a finding and exit code 1", () => {
    const { code, out } = dblead(["review", "--engine", "sqlite", "db/003_broken.up.sql"]);
    expect(code).toBe(1);
    expect(out).toContain("✗ 003_broken.up.sql:1");
    expect(out).toContain("Returned: 1 error");
  });

  test("SARIF holds what the tools that read it need", () => {
    const { out } = dblead(["review", "--engine", "sqlite", "db/003_broken.up.sql", "--format", "sarif"]);
    const log = JSON.parse(out);
    expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
    const [run] = log.runs;
    expect(run.tool.driver.name).toBe("database-lead");
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      expect(result.locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
    }
  });

  test("--fast reads the text only", () => {
    const { code, out } = dblead(["review", "--engine", "sqlite", "--fast", "db/002_add_tier.up.sql", "--format", "json"]);
    expect(expectValid("review", out)).toMatchObject({ kind: "static", evidence: { level: "parsed", server: null } });
    expect(code).toBe(0);
  });
});

describe("explain", () => {
  test.each(["deletes-data", "requirement-invalid", "down-missing", "drop-loses-data", "integrity-incident", "await-approval"])(
    "%s",
    (topic) => {
      const { code, out } = dblead(["explain", topic, "--format", "json"]);
      expect(code).toBe(0);
      expect(expectValid("explain", out)).toMatchObject({ id: topic });
    },
  );
});

describe("init and request new", () => {
  test("write once, never over what is there", () => {
    write("fresh/package.json", '{ "dependencies": { "pg": "^8.0.0" } }\n');
    const cwd = join(folder, "fresh");
    expect(expectValid("init", dblead(["init", "--dry-run", "--format", "json"], { cwd }).out)).toMatchObject({ outcome: "shown" });
    expect(readdirSync(cwd)).toEqual(["package.json"]);
    expect(dblead(["init"], { cwd }).code).toBe(0);
    const written = readFileSync(join(cwd, "dblead.toml"), "utf8");
    const again = dblead(["init", "--format", "json"], { cwd });
    expect(again.code).toBe(1);
    expect(expectValid("init", again.out)).toMatchObject({ outcome: "kept" });
    expect(readFileSync(join(cwd, "dblead.toml"), "utf8")).toBe(written);
    // Coding agents are told once somebody agreed to it: the option, or an answer at a terminal.
    expect(readdirSync(cwd)).toEqual(["dblead.toml", "package.json"]);
    write("fresh/AGENTS.md", "# Mine\n");
    const told = dblead(["init", "--agents", "--format", "json"], { cwd });
    expect([told.code, expectValid("init", told.out)]).toMatchObject([
      0,
      { outcome: "kept", agents: { outcome: "added", path: "AGENTS.md" } },
    ]);
    expect(readFileSync(join(cwd, "AGENTS.md"), "utf8")).toMatch(/^# Mine\n\n## Database changes\n.*database-lead review/s);
    expect(dblead(["init", "--agents"], { cwd }).code).toBe(1);
    const first = dblead(["request", "new", "--title", "Loyalty tiers", "--format", "json"], { cwd });
    expect(expectValid("request-new", first.out)).toMatchObject({ id: "REQ-0001", path: "dblead/requirements/REQ-0001-loyalty-tiers.md" });
    expect(expectValid("request-new", dblead(["request", "new", "--title", "More", "--format", "json"], { cwd }).out)).toMatchObject({
      id: "REQ-0002",
    });
  });
});

describe("streams", () => {
  test("a reader that leaves early is no error", async () => {
    const child = spawn(process.execPath, [command, "plan", "--help"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(err).toBe("");
    expect(code).toBe(0);
  });

  test("an interrupt is exit code 130 and leaves nothing half-written", async () => {
    write("slow/one.sql", "create table one (id integer primary key);\n");
    const args = ["plan", "--engine", "postgresql", "--from", "slow/one.sql", "--to", "new.sql"];
    const child = spawn(process.execPath, [command, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: join(folder, "tmp") },
    });
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    setTimeout(() => child.kill("SIGINT"), 1200);
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(code).toBe(130);
    expect(err).toContain("error  interrupted (exit 130)");
  });
});
