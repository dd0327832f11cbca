import { parse } from "yaml";
import { z } from "zod";
import { LeadError } from "../model/error.ts";
import type { JournalEvent } from "../model/event.ts";
import { roles } from "../model/role.ts";
import type { RestoredRecords } from "../model/run-state.ts";
import type { LeadContext } from "./context.ts";
import { keyOf, toJson } from "./kept.ts";
import { readTaskFile } from "./task-file.ts";
import { filesOfHandIn } from "./task-fold.ts";

const role = z.enum(roles);
const answerRecord = z.object({ question: z.string(), by: role, choose: z.coerce.string(), factsHash: z.string() });
const approvalRecord = z.object({
  role,
  by: z.string(),
  hash: z.string(),
  force: z.enum(["binding", "advisory"]),
  signature: z.string().nullable(),
});
const gateRecord = z.object({ target: z.string(), stage: z.number().int(), application: z.string(), by: z.string() });
const escalationRecord = z.object({ escalation: z.string(), by: role, choose: z.string() });

/** Read beside the deliverable, whose keys keep the order of the file: its key is made of them. */
const handedFiles = z.object({ sources: z.array(z.object({ path: z.string() })) });
const handInRecord = z.object({
  task: z.string(),
  by: z.string(),
  round: z.number().int().positive(),
  deliverable: z.looseObject({ kind: z.enum(["change", "query"]) }),
});

/** Ids of requests that have committed records, sorted. */
export async function recordedRequests(context: LeadContext): Promise<readonly { readonly id: string; readonly path: string }[]> {
  const found: { readonly id: string; readonly path: string }[] = [];
  for (const path of await context.records.list("dblead/requirements")) {
    const text = path.endsWith(".md") ? await context.records.read(path) : null;
    const id = /^id:\s*["']?(REQ-\d{4,})["']?\s*$/m.exec(text ?? "")?.[1];
    if (id !== undefined) found.push({ id, path });
  }
  return found;
}

/**
 * What the committed records tell about a request whose journal is not here (another clone, or `.dblead/` was deleted): decisions of people become events;
 * what the lead itself finds is found again by running. Throws `record-invalid` naming the file.
 */
export async function restoreEvents(context: LeadContext, id: string): Promise<readonly JournalEvent[]> {
  const answers = await readRecords(context, id, "answers", answerRecord);
  const approvals = await readRecords(context, id, "approvals", approvalRecord);
  const gates = await readRecords(context, id, "gates", gateRecord);
  const escalations = await readRecords(context, id, "escalations", escalationRecord);
  const tasks = await readTasks(context, id);
  const handIns = await readRecords(context, id, "hand-ins", handInRecord);
  const kept: Record<string, RestoredRecords["handIns"][string]> = {};
  const handed = handIns.flatMap(({ value }) => handedFiles.safeParse(value.deliverable).data?.sources.map((source) => source.path) ?? []);
  for (const { value } of handIns) {
    const key = keyOf("deliverable", value.deliverable);
    await context.store.keep(key, toJson(value.deliverable));
    kept[value.task] = { by: value.by, round: value.round, key };
  }
  const from = [...answers, ...approvals, ...gates, ...escalations].map((one) => one.path);
  if (from.length === 0 && Object.keys(tasks.tasks).length === 0) return [];
  return [
    { kind: "restored", from, records: { ...tasks, files: [...tasks.files, ...handed], handIns: kept } },
    ...answers.map(({ value }): JournalEvent => ({ kind: "question-answered", answer: value, origin: "record" })),
    ...approvals.map(({ value }): JournalEvent => ({ kind: "approval-recorded", approval: value })),
    ...gates.map(({ value }): JournalEvent => ({ kind: "gate-confirmed", ...value })),
    ...escalations.map(({ value }): JournalEvent => ({ kind: "escalation-resolved", ...value })),
  ];
}

async function readRecords<Value>(
  context: LeadContext,
  id: string,
  kind: string,
  schema: z.ZodType<Value>,
): Promise<readonly { readonly path: string; readonly value: Value }[]> {
  const found: { readonly path: string; readonly value: Value }[] = [];
  for (const path of await context.records.list(`dblead/records/${id}/${kind}`)) {
    const parsed = schema.safeParse(parseRecord(path, (await context.records.read(path)) ?? ""));
    if (!parsed.success)
      throw new LeadError(
        "record-invalid",
        `${path}: ${parsed.error.issues[0]?.path.join(".") ?? ""}: ${parsed.error.issues[0]?.message ?? ""}`,
      );
    found.push({ path, value: parsed.data });
  }
  return found;
}

function parseRecord(path: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    throw new LeadError("record-invalid", `${path} is not YAML.`);
  }
}

async function readTasks(context: LeadContext, id: string): Promise<RestoredRecords> {
  const files = new Set<string>();
  const tasks: Record<string, RestoredRecords["tasks"][string]> = {};
  for (const path of await context.records.list(`dblead/tasks/${id}`)) {
    if (!path.endsWith(".md")) continue;
    const { front, sections } = readTaskFile(path, (await context.records.read(path)) ?? "");
    const log = (sections["Log"] ?? []).flatMap((line) => {
      const match = /^- (\d{4}-\d{2}-\d{2}) (.*)$/.exec(line);
      return match === null ? [] : [{ date: match[1] ?? "", text: match[2] ?? "" }];
    });
    const isReplaced = log.some((note) => note.text.startsWith("replaced:"));
    const hold =
      front.status === "blocked" && !log.some((note) => note.text.startsWith("escalated to"))
        ? "blocked"
        : front.status === "archived" && !isReplaced
          ? "archived"
          : null;
    tasks[front.id] = { createdDate: front.created_date ?? "", hold, priority: front.priority, log };
    for (const file of front.related_docs) if (!file.startsWith("dblead/")) files.add(file);
    for (const note of log) for (const file of filesOfHandIn(note.text)) files.add(file);
  }
  return { files: [...files], handIns: {}, tasks };
}
