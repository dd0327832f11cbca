import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { verbs } from "../src/operations/manifest.ts";
import { commentMarker } from "../src/report/review-markdown.ts";

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
