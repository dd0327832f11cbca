import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import { LeadError } from "../model/error.ts";
import type { JournalEvent } from "../model/event.ts";
import type { Requirement } from "../model/requirement.ts";
import type { RunState } from "../model/run-state.ts";
import type { Lease } from "../ports/store.ts";
import { readText } from "../project/files.ts";
import type { LeadContext } from "./context.ts";
import { hashText } from "./kept.ts";
import { findGaps, receiveRequirement } from "./receive.ts";
import { recordedRequests, restoreEvents } from "./restore.ts";
import { advance, readState, record } from "./run.ts";
import { type RunResult, resultOf } from "./run-result.ts";
import { finish } from "./steps.ts";
import { writtenKey } from "./sync.ts";

/**
 * Takes a requirement as far as it goes without a person, or goes on where an earlier run stopped or was killed.
 * `file`: a path, absolute or from the project's root, or the id of a request that has a record.
 * Throws `requirement-invalid`, `requester-refused`, `state-refused` (changed after its integration, or an id that is taken), `lease-held`, and what the engines throw.
 */
export async function runRequirement(context: LeadContext, file: string): Promise<RunResult> {
  const path = await findRequirement(context, file);
  const text = await readText(resolve(context.configuration.root, path));
  const requirement = receiveRequirement(path, text, Object.keys(context.configuration.targets));
  await using lease = await context.store.acquire(requirement.front.id, context.leaseWaitMs);
  await admit(context, lease, requirement, text);
  return await resultOf(context, await advance(context, lease));
}

/** Takes a request into the journal again from its committed records, under a lease that the caller holds. Throws `record-missing`. */
export async function restoreMissing(context: LeadContext, lease: Lease): Promise<void> {
  const path = await findRequirement(context, lease.name);
  const text = await readText(resolve(context.configuration.root, path));
  await admit(context, lease, receiveRequirement(path, text, Object.keys(context.configuration.targets)), text);
}

async function findRequirement(context: LeadContext, file: string): Promise<string> {
  const { root } = context.configuration;
  if (!/^REQ-\d{4,}$/.test(file)) {
    const path = relative(root, isAbsolute(file) ? file : resolve(root, file))
      .split(sep)
      .join("/");
    return path.startsWith("../") ? resolve(root, file) : path;
  }
  const state = await readState(context, file);
  if (state.record !== "") return state.record;
  const found = (await recordedRequests(context)).find((one) => one.id === file);
  if (found === undefined)
    throw new LeadError("record-missing", `There is no request ${file}.`, { hint: "dblead status lists those that are known." });
  return found.path;
}

/** Takes the requirement into the journal: for the first time, changed, or restored from records. */
async function admit(context: LeadContext, lease: Lease, requirement: Requirement, text: string): Promise<void> {
  const state = await readState(context, lease.name);
  await demandSoleOwner(context, requirement);
  if (state.requirement?.hash === requirement.hash) return;
  if (Object.values(state.targets).some((target) => target.integration !== null)) {
    throw new LeadError("state-refused", `${requirement.front.id} was changed after it was integrated.`, {
      hint: "What was proven stays as it is: put the file back, and ask for the rest in a new requirement.",
    });
  }
  const recordPath = recordPathOf(requirement, state);
  const standing = await context.records.read(recordPath);
  if (standing !== null && standing !== text) {
    const isOurs = standing === undefined || (await context.store.recall(writtenKey(recordPath, standing))) === true;
    if (!isOurs) throw takenId(requirement.front.id, [requirement.file, recordPath]);
  }
  await context.store.keep(`file/${hashText(text)}`, text);
  const received: JournalEvent = {
    kind: "requirement-received",
    requirement: { ...requirement, file: recordPath },
    record: recordPath,
    gaps: findGaps(requirement),
  };
  const restored = state.requirement === null ? await restoreEvents(context, lease.name) : [];
  if (standing !== null && standing !== text) {
    await context.store.keep(writtenKey(recordPath, text), true);
    await context.records.write(recordPath, text);
  }
  await record(context, lease, [received, ...restored, finish("receive", null, requirement.hash)]);
}

function recordPathOf(requirement: Requirement, state: RunState): string {
  if (requirement.file.startsWith("dblead/requirements/")) return requirement.file;
  if (state.record !== "") return state.record;
  const name = basename(requirement.file);
  const slug = requirement.front.title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `dblead/requirements/${name.startsWith(requirement.front.id) ? name : `${requirement.front.id}-${slug}.md`}`;
}

/** Two branches may have taken one id: nobody can tell which of the two is meant. */
async function demandSoleOwner(context: LeadContext, requirement: Requirement): Promise<void> {
  const paths = (await recordedRequests(context)).filter((one) => one.id === requirement.front.id).map((one) => one.path);
  if (paths.length > 1) throw takenId(requirement.front.id, paths);
}

function takenId(id: string, paths: readonly string[]): LeadError {
  return new LeadError("state-refused", `${id} is taken twice: ${paths.join(" and ")}.`, {
    hint: `Give one of them the next free id: dblead request renumber ${paths[0] ?? ""}`,
  });
}

/** Gives a requirement file the next free id: in its front matter and its name. Gives the new path and id. Throws `requirement-invalid`. */
export async function renumberRequirement(context: LeadContext, path: string): Promise<{ readonly id: string; readonly path: string }> {
  const text = await readText(resolve(context.configuration.root, path));
  const old = /^id:\s*["']?(REQ-(\d{4,}))["']?\s*$/m.exec(text)?.[1];
  if (old === undefined) throw new LeadError("requirement-invalid", `${path} has no id of the form REQ-0001 in its front matter.`);
  const known = [...(await recordedRequests(context)).map((one) => one.id), ...(await context.store.runs())]
    .flatMap((id) => /^REQ-(\d+)$/.exec(id)?.[1] ?? [])
    .map(Number);
  const id = `REQ-${String(Math.max(0, ...known) + 1).padStart(4, "0")}`;
  const target = `dblead/requirements/${basename(path).includes(old) ? basename(path).replace(old, id) : `${id}-${basename(path)}`}`;
  await context.records.write(target, text.replace(/^id:.*$/m, `id: ${id}`));
  if (path.startsWith("dblead/requirements/")) await context.records.remove(path);
  return { id, path: target };
}
