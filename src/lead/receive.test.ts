import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LeadError } from "../model/error.ts";
import { findGaps, receiveRequirement } from "./receive.ts";

const example = readFileSync(new URL("../../examples/01-loyalty-tiers/requirements/REQ-0001-loyalty-tiers.md", import.meta.url), "utf8");

const lineOf = (text: string): number => example.split("\n").findIndex((line) => line.includes(text)) + 1;

test("the example is read whole", () => {
  const requirement = receiveRequirement("r.md", example, ["shop"]);
  expect(requirement.body.intents.map((one) => one.kind)).toEqual([
    "add-field",
    "rename-field",
    "split-field",
    "change-field",
    "add-object",
    "add-index",
    "drop-field",
  ]);
  expect(findGaps(requirement)).toEqual([]);
  expect(Object.keys(requirement.sections)).toContain("Access patterns");
});

interface Case {
  readonly name: string;
  readonly change: (text: string) => string;
  readonly code?: string;
  readonly says: readonly string[];
  readonly not?: string;
}
const cases: readonly Case[] = [
  {
    name: "an unknown key",
    change: (text) => text.replace("rename-field: { target: shop, field:", "rename-field: { target: shop, feild:"),
    says: [
      `r.md:${lineOf("rename-field:")}  intents[1].rename-field.feild is not known. Did you mean field?`,
      "Allowed: target, field, to.",
    ],
    not: "is missing",
  },
  {
    name: "an unknown intent",
    change: (text) => text.replace("rename-field:", "renam-field:"),
    says: [`r.md:${lineOf("rename-field:")}  intents[1].renam-field is not known. Did you mean rename-field?`],
  },
  {
    name: "an unknown front key",
    change: (text) => text.replace("priority: high", "prority: high"),
    says: ["r.md:6  prority is not known. Did you mean priority?"],
  },
  {
    name: "a wrong kind",
    change: (text) => text.replace("kind: feature", "kind: featur"),
    says: ['r.md:5  kind is "featur", which is not allowed. Did you mean feature?'],
  },
  {
    name: "an unknown target",
    change: (text) => text.replace("targets: [shop]", "targets: [shopp]"),
    says: ["r.md:7  targets[0] names shopp", "Did you mean shop?"],
  },
  {
    name: "a stranger asks",
    change: (text) => text.replace("from: backend-lead", "from: qa-lead"),
    code: "requester-refused",
    says: ["r.md:4  qa-lead may not hand in a requirement."],
  },
  { name: "broken yaml", change: (text) => text.replace("  - id: I2", "  - id: [I2"), says: ["r.md:4", "this is not YAML"] },
  { name: "no yaml block", change: (text) => text.replaceAll("```yaml", "```text"), says: ["there is no fenced yaml block"] },
  { name: "two yaml blocks", change: (text) => `${text}\n\`\`\`yaml\na: 1\n\`\`\`\n`, says: ["there is a second yaml block"] },
  { name: "an id twice", change: (text) => text.replace("id: I2", "id: I1"), says: ["the id I1 is used twice"] },
  {
    name: "an unknown pattern",
    change: (text) => text.replace("access-pattern: A1", "access-pattern: A9"),
    says: ["intents[5].add-index.access-pattern names A9"],
  },
  { name: "a missing field", change: (text) => text.replace(", to: email", ""), says: ["intents[1].rename-field.to is missing"] },
  {
    name: "an unknown kind of question",
    change: (text) => text.replace("drop-loses-data/", "drop-looses-data/"),
    says: ["Did you mean drop-loses-data?"],
  },
];
test.each(cases)("$name is told with file, line and key", ({ change, code, says, not }) => {
  const fault = catchFault(() => receiveRequirement("r.md", change(example), ["shop"]));
  expect(fault.code).toBe(code ?? "requirement-invalid");
  for (const text of says) expect(fault.message).toContain(text);
  if (not !== undefined) expect(fault.message).not.toContain(not);
});

function catchFault(work: () => unknown): LeadError {
  try {
    work();
  } catch (cause) {
    if (cause instanceof LeadError) return cause;
    throw cause;
  }
  throw new Error("nothing was refused");
}
