import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { readTextIfPresent, writeWhole } from "../project/files.ts";
import type { OperationContext } from "./operation.ts";

const file = "AGENTS.md";
const heading = "## Database changes";
const section = `${heading}
Before you hand in a migration, run \`npx database-lead review\` and act on what it says. It runs the migrations that this branch adds on a shadow
database, up and down, and tells what they block, which rows stop them, which queries break, and the safe form. Nothing of the repository is touched.
- Exit code 0: nothing stands against it. 1: findings. \`--format json\` is for machines, \`npx database-lead explain <rule>\` tells more.
- \`npx database-lead review --fix\` shows the safe form as a diff; \`--fix --write\` puts it into the files.
- Suppressing a finding and allowing a hazard is for people: ask one.
`;

/** What became of the section for coding agents: `kept`: it is there already; `declined`: nobody agreed to it. */
export interface AgentsResult {
  readonly outcome: "added" | "kept" | "declined" | "shown";
  readonly path: string;
  readonly text: string;
}

/** Adds the section to AGENTS.md, after the person at the terminal or the option agreed to it; every other byte stays. */
export async function addAgentsSection(consent: "given" | "ask" | "show", context: OperationContext): Promise<AgentsResult> {
  const place = join(context.folder, file);
  const present = await readTextIfPresent(place);
  const result = (outcome: AgentsResult["outcome"]): AgentsResult => ({ outcome, path: file, text: section });
  if (present?.includes(heading) === true) return result("kept");
  if (consent === "show") return result("shown");
  const isAgreed = consent === "given" || (await context.confirm?.(section, `Add this to ${file}, for coding agents?`)) === "yes";
  if (!isAgreed) return result("declined");
  const before = present === null || present === "" ? "" : `${present.replace(/\n*$/, "")}\n\n`;
  // It may be a link to a file of another name, which stays one.
  await writeWhole(present === null ? place : await realpath(place), `${before}${section}`);
  return result("added");
}
