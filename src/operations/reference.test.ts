import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { verbs } from "./manifest.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("what is generated is what the sources say", () => {
  const ran = spawnSync(process.execPath, ["scripts/generate-reference.mjs", "--check"], { cwd: root, encoding: "utf8" });
  expect(ran.stdout + ran.stderr).toBe("");
  expect(ran.status).toBe(0);
});

test("every verb's result has a published schema, and is the verb that it says", async () => {
  const schemas = readdirSync(`${root}docs/reference/schemas`);
  for (const verb of verbs) {
    expect(schemas).toContain(`${verb.name}.json`);
    const operation = await verb.load();
    expect(operation).toMatchObject({ name: verb.name, summary: verb.summary, effect: verb.effect });
    expect(verb.example.startsWith(`dblead ${verb.command.join(" ")}`)).toBe(true);
  }
});
