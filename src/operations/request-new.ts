import { join } from "node:path";
import type { z } from "zod";
import { LeadError } from "../model/error.ts";
import { intentKinds, type IntentKind } from "../model/intent.ts";
import { requesters, type Role } from "../model/role.ts";
import { findTarget } from "../project/configuration.ts";
import { listFiles, writeWhole } from "../project/files.ts";
import { type NextAction, nextActionShape } from "./next-action.ts";
import { defineOperation, type OperationContext } from "./operation.ts";
import { intentExamples } from "./intent-examples.ts";

export interface NewRequest {
  readonly id: string;
  /** Relative to the project. */
  readonly path: string;
  readonly nextAction: NextAction;
}
interface NewRequestInput {
  readonly title: string;
  readonly target?: readonly string[] | undefined;
  readonly from?: Role | undefined;
  readonly kind?: "feature" | "fix" | "chore" | "research" | undefined;
  readonly intent?: readonly IntentKind[] | undefined;
}

const folder = "dblead/requirements";

export const requestNew = defineOperation({
  name: "request-new",
  command: "request new",
  summary: "Write a requirement file from a template, with the next free id.",
  effect: "writes-project",
  input: (zod) =>
    zod.strictObject({
      title: zod.string().min(1).describe("What is wanted, in a few words."),
      target: zod.array(zod.string()).optional().describe("A target of dblead.toml; the only one if there is one."),
      from: zod
        .enum(requesters as readonly [Role, ...Role[]])
        .optional()
        .describe("Who asks (backend-lead if not said)."),
      kind: zod.enum(["feature", "fix", "chore", "research"]).optional().describe("What kind of work it is."),
      intent: zod
        .array(zod.enum(intentKinds as readonly [IntentKind, ...IntentKind[]]))
        .optional()
        .describe("An intent to put into the template, such as add-field."),
    }),
  output: (zod): z.ZodType<NewRequest> => zod.strictObject({ id: zod.string(), path: zod.string(), nextAction: nextActionShape(zod) }),
  example: 'dblead request new --title "Loyalty tiers" --target shop --intent add-field',
  views: { text: async (result) => `${result.path} is written: fill in the wishes.\nNext     ${result.nextAction.command}\n` },
  run: (input, context) => writeRequest(input, context),
});

async function writeRequest(input: NewRequestInput, context: OperationContext): Promise<NewRequest> {
  const configuration = await context.configuration();
  const known = Object.keys(configuration.targets);
  const targets = input.target ?? (known.length === 1 ? known : []);
  if (targets.length === 0)
    throw new LeadError("usage-invalid", "Which target is it for?", { hint: `Add --target ${known.join(" or --target ")}.` });
  for (const target of targets) findTarget(configuration, target);
  const id = nextId(listFiles(join(configuration.root, folder)));
  const path = `${folder}/${id}-${slugOf(input.title)}.md`;
  await writeWhole(join(configuration.root, path), renderTemplate(id, input, targets));
  const command = `dblead run ${path}`;
  return {
    id,
    path,
    nextAction: { kind: "write-requirement", command, reason: "The template is empty: say what is wanted, then run it." },
  };
}

/** One more than the highest number that is there; ids are never reused by filling gaps. */
function nextId(files: readonly string[]): string {
  const numbers = files.flatMap((file) => /^REQ-(\d+)/.exec(file)?.[1] ?? []).map(Number);
  return `REQ-${String(Math.max(0, ...numbers) + 1).padStart(4, "0")}`;
}

function slugOf(title: string): string {
  const slug = title
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return slug === "" ? "request" : slug.slice(0, 60).replace(/-+$/, "");
}

function renderTemplate(id: string, input: NewRequestInput, targets: readonly string[]): string {
  const [target = ""] = targets;
  const intents = (input.intent ?? ["add-field"]).map(
    (kind, index) => `  - id: I${index + 1}\n    ${kind}: ${intentExamples[kind].replaceAll("TARGET", target)}`,
  );
  return `---
id: ${id}
title: ${JSON.stringify(input.title)}
from: ${input.from ?? "backend-lead"}
kind: ${input.kind ?? "feature"}
priority: medium
targets: [${targets.join(", ")}]
---
# ${input.title}

## Background
Why this is wanted, in plain words.

## Data
What the data means, who writes it, how long it is kept.

## Access patterns
Which reads and writes matter, how often, how fast.

## Scale
Rows now and in a year.

## Security
Personal data, and who may see it.

\`\`\`yaml
intents:
${intents.join("\n")}
access-patterns: []
# - { id: A1, target: ${target}, text: "…", query: "select …", rate-per-second: 50, p95-ms: 20 }
non-functional: {}
# { rows-in-a-year: { public.users: 400000 }, availability: "…", personal-data: [public.users.email] }
answers: []
# - { question: required-without-default/${target}/public.users.tier, by: backend-lead, choose: bronze }
\`\`\`
`;
}
