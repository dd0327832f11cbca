import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { verbs } from "../src/operations/manifest.ts";
import { commentMarker } from "../src/report/review-markdown.ts";
import { GitProject } from "./support/git-project.ts";

const folder = fileURLToPath(new URL("../templates/", import.meta.url));
const workflows = readdirSync(folder).filter((name) => name.endsWith("-review.yml"));

test("there is one for each of the two", () => {
  expect(workflows.toSorted()).toEqual(["github-review.yml", "gitlab-review.yml"]);
});

test.each(workflows)("%s is YAML, and calls what there is", (name) => {
  const text = readFileSync(`${folder}${name}`, "utf8");
  expect(Object.keys(parse(text) as Record<string, unknown>).length).toBeGreaterThan(0);
  expect(text).toContain(commentMarker);
  const calls = [...text.matchAll(/database-lead (\w+)((?: --[\w-]+(?: [\w./]+)?)*)/g)];
  expect(calls.length).toBeGreaterThan(1);
  for (const [, word = "", flags = ""] of calls) {
    const verb = verbs.find(({ name: known }) => known === word);
    expect(verb?.name).toBe(word);
    for (const [, flag = "", value = ""] of flags.matchAll(/--([\w-]+)(?: ([\w./]+))?/g)) {
      if (flag === "format") expect(verb?.formats).toContain(value);
      else expect(verb?.flags.map((one) => one.name)).toContain(flag);
    }
  }
});

test.each([
  ["github-review.yml", "github-workflows.json"],
  ["gitlab-review.yml", "gitlab-ci.json"],
])("%s is valid by its published schema", (name, schema) => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true });
  const rules = JSON.parse(readFileSync(new URL(`support/workflows/${schema}`, import.meta.url), "utf8")) as Record<string, unknown>;
  const isValid = ajv.compile(rules);
  isValid(parse(readFileSync(`${folder}${name}`, "utf8")));
  expect(isValid.errors ?? []).toEqual([]);
  expect(isValid({ jobs: 1, script: 1 })).toBe(false);
});

const work = mkdtempSync(join(tmpdir(), "dblead-templates-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Programs that a build server has: npx runs the sources of the checkout, gh writes down what it was asked. */
function makePrograms(): string {
  const bin = join(work, "bin");
  mkdirSync(bin, { recursive: true });
  const main = fileURLToPath(new URL("../src/interfaces/cli/main.ts", import.meta.url));
  const programs = {
    npx: `#!/bin/sh\nshift 2\nexec "${process.execPath}" --disable-warning=ExperimentalWarning "${main}" "$@"\n`,
    gh: `#!/bin/sh\necho "$@" >> "${join(work, "gh.log")}"\ncase "$*" in *--paginate*) cat "${join(work, "known")}";; esac\n`,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

function changedProject(): GitProject {
  const project = new GitProject();
  project.commit({
    "dblead.toml": '[targets.shop]\nengine = "sqlite"\nversion = "3"\nmigrations = "db"\nformat = "flyway"\n',
    ".gitignore": ".dblead/\nreview.*\n*.json\n.tmp/\n",
    "db/V1__users.sql": "CREATE TABLE users (id integer PRIMARY KEY, mail text);\n",
  });
  project.git("checkout", "-qb", "feature");
  project.write({ "db/V2__broken.sql": "CREATE TABLE users (id integer);\n" });
  return project;
}

/** As a runner does it: a shell that stops at the first failure. */
function runShell(script: string, project: GitProject, env: Readonly<Record<string, string>>) {
  const bin = makePrograms();
  return spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: project.folder,
    env: { HOME: work, PATH: `${bin}:${process.env["PATH"] ?? ""}`, NO_COLOR: "1", CI: "true", ...env },
    encoding: "utf8",
  });
}

test("the steps of the GitHub workflow give annotations, a comment that is replaced, SARIF, and the verdict", { timeout: 120_000 }, () => {
  using project = changedProject();
  const { jobs } = parse(readFileSync(`${folder}github-review.yml`, "utf8")) as {
    readonly jobs: { readonly review: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } };
  };
  const step = (name: string): string => jobs.review.steps.find((one) => one.name === name)?.run ?? `no step ${name}`;
  const output = join(work, "output");
  const env = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: join(work, "summary"), GITHUB_REPOSITORY: "shop/app", NUMBER: "7" };
  const review = runShell(step("Review"), project, env);
  expect(review.status, review.stderr).toBe(0);
  expect(review.stdout).toMatch(/^::error file=db\/V2__broken\.sql,line=1/m);
  expect(readFileSync(join(work, "summary"), "utf8")).toContain(commentMarker);
  expect(JSON.parse(readFileSync(join(project.folder, "review.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
  writeFileSync(join(work, "known"), "");
  expect(runShell(step("Comment"), project, env).status).toBe(0);
  writeFileSync(join(work, "known"), "42\n");
  expect(runShell(step("Comment"), project, env).status).toBe(0);
  const asked = readFileSync(join(work, "gh.log"), "utf8")
    .trim()
    .split("\n")
    .filter((line) => line.includes("--method"));
  expect(asked).toEqual([
    "api --method POST repos/shop/app/issues/7/comments --field body=@review.md",
    "api --method PATCH repos/shop/app/issues/comments/42 --field body=@review.md",
  ]);
  const status = /status=(\d+)/.exec(readFileSync(output, "utf8"))?.[1] ?? "";
  expect(runShell(step("Verdict").replace("${{ steps.review.outputs.status }}", status), project, env).status).toBe(1);
});

test("the script of the GitLab job gives code quality, a comment, and the verdict", { timeout: 120_000 }, () => {
  using project = changedProject();
  const job = (parse(readFileSync(`${folder}gitlab-review.yml`, "utf8")) as Record<string, { readonly script: readonly string[] }>)[
    "database-review"
  ];
  project.git("remote", "add", "origin", project.folder);
  const env = { TMPDIR: join(project.folder, ".tmp"), CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", DBLEAD_COMMENT_TOKEN: "" };
  const { status, stdout, stderr } = runShell((job?.script ?? []).join("\n"), project, env);
  expect(status, stderr).toBe(1);
  expect(stdout).toContain("V2__broken.sql:1");
  const quality = JSON.parse(readFileSync(join(project.folder, "gl-code-quality-report.json"), "utf8")) as readonly unknown[];
  expect(quality[0]).toMatchObject({ location: { path: "db/V2__broken.sql" }, severity: expect.any(String) });
  expect(existsSync(join(project.folder, "review.md"))).toBe(true);
});
