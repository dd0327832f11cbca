import { readJournal } from "../lead/overview.ts";
import { nextActionShape } from "./next-action.ts";
import { defineOperation } from "./operation.ts";

export const journal = defineOperation({
  name: "journal",
  summary: "What happened to a request, in order.",
  effect: "reads",
  positionals: ["requirement"],
  input: (zod) => zod.strictObject({ requirement: zod.string().describe("REQ-0001") }),
  output: (zod) =>
    zod.strictObject({
      requirement: zod.string(),
      events: zod.array(
        zod.strictObject({
          sequence: zod.number().int().describe("Counts from 1."),
          at: zod.string().describe("ISO time."),
          event: zod.looseObject({ kind: zod.string() }).describe("What happened; its further members depend on its kind."),
        }),
      ),
      nextAction: nextActionShape(zod),
    }),
  example: "dblead journal REQ-0001",
  views: { text: async (result) => (await import("../report/lists-text.ts")).renderJournalText(result.events) },
  run: async ({ requirement }, context) => {
    const events = await readJournal(await context.lead(), requirement);
    return {
      requirement,
      events: events.map(({ sequence, at, event }) => ({ sequence, at, event: { ...event } })),
      nextAction: { kind: "run-again" as const, command: `dblead run ${requirement}`, reason: "Running it goes on after the last entry." },
    };
  },
});
