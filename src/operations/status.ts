import type { z } from "zod";
import { listRequests, type RequestSummary } from "../lead/overview.ts";
import { LeadError } from "../model/error.ts";
import { findNearest } from "../model/name.ts";
import { findTarget } from "../project/configuration.ts";
import { resolveReference } from "../project/secrets.ts";
import { addReason, type NextAction, nextActionKinds, nextActionShape } from "./next-action.ts";
import { defineOperation, type OperationContext, type Zod } from "./operation.ts";
import { standingShape } from "./shapes/report-shape.ts";

/** What a live target answered. */
export interface TargetStatus {
  readonly target: string;
  readonly server: string;
  readonly objects: number;
  readonly rowsEstimated: number | null;
}
type RequestStatus = Omit<RequestSummary, "nextAction"> & { readonly nextAction: NextAction };
export interface StatusResult {
  readonly requests: readonly RequestStatus[];
  readonly target: TargetStatus | null;
  /** Of the request that waits for somebody, if one does. */
  readonly nextAction: NextAction;
}

export const status = defineOperation({
  name: "status",
  summary: "Where every request stands and what it waits for; with --target, whether that database answers.",
  effect: "reads",
  positionals: ["requirement"],
  input: (zod) =>
    zod.strictObject({
      requirement: zod.string().optional().describe("REQ-0001; all of them if not said."),
      target: zod.string().optional().describe("A target of dblead.toml with a url: look whether it answers (read-only)."),
    }),
  output: (zod) => statusShape(zod),
  example: "dblead status",
  views: { text: async (result) => (await import("../report/lists-text.ts")).renderStatusText(result) },
  run: async (input, context): Promise<StatusResult> => {
    const target = input.target === undefined ? null : await readTarget(input.target, context);
    const all = await listRequests(await context.lead());
    const requests = (input.requirement === undefined ? all : [pick(all, input.requirement)]).map((one) => ({
      ...one,
      nextAction: addReason(one.nextAction, one.reason),
    }));
    const waiting =
      requests.find((one) => nextActionKinds[one.nextAction.kind].waitsFor === "person") ??
      requests.find((one) => one.nextAction.kind === "run-again");
    const idle: NextAction = {
      kind: "write-requirement",
      command: 'dblead request new --title "…"',
      reason: "No request waits for anybody.",
    };
    return { requests, target, nextAction: waiting?.nextAction ?? idle };
  },
});

function pick(all: readonly RequestSummary[], id: string): RequestSummary {
  const found = all.find((one) => one.requirement === id);
  if (found !== undefined) return found;
  const nearest = findNearest(
    id,
    all.map((one) => one.requirement),
  );
  throw new LeadError("record-missing", `There is no request ${id}.`, nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` });
}

async function readTarget(name: string, context: OperationContext): Promise<TargetStatus> {
  const configuration = await context.configuration();
  const target = findTarget(configuration, name);
  if (target.url === undefined)
    throw new LeadError("configuration-invalid", `targets.${name} has no url.`, {
      hint: `Add url = "$NAME" of an environment variable to [targets.${name}].`,
    });
  const engine = await context.engineOf(target.engine);
  await using connection = await engine.connect({
    url: resolveReference(target.url, context.env, configuration.root),
    target: name,
    access: "read-only",
  });
  const schema = await connection.introspect();
  const rows = Object.values(await connection.sizes()).flatMap((size) => (size.rowsEstimated === undefined ? [] : [size.rowsEstimated]));
  const { flavour, version } = connection.server;
  return {
    target: name,
    server: `${flavour} ${version}`,
    objects: schema.objects.length,
    rowsEstimated: rows.length === 0 ? null : rows.reduce((sum, count) => sum + count, 0),
  };
}

function statusShape(zod: Zod): z.ZodType<StatusResult> {
  const text = zod.string();
  const count = zod.number().int();
  const request: z.ZodType<RequestStatus> = zod.strictObject({
    requirement: text,
    title: text,
    from: text,
    file: text,
    standing: standingShape(zod),
    nextAction: nextActionShape(zod),
    reason: text,
    openQuestions: count,
    tasks: zod.strictObject({ done: count, of: count }),
  });
  const target = zod.strictObject({ target: text, server: text, objects: count, rowsEstimated: zod.number().nullable() });
  return zod.strictObject({ requests: zod.array(request), target: target.nullable(), nextAction: nextActionShape(zod) });
}
