import type { z } from "zod";
import type { NextAction } from "./next-action.ts";
import { nextActionShape } from "./next-action.ts";
import { defineOperation } from "./operation.ts";

/** Where a schema is written down, or lives. */
export type DriftSide = "migrations" | "live" | "schema" | "model";
export interface DriftFact {
  /** Id of the object in the engine's naming (`column:public.users.mail`); of a model, the dotted name. */
  readonly object: string;
  readonly text: string;
  /** Where the model says it; null for facts of schemas. */
  readonly place: { readonly file: string; readonly line: number } | null;
}
/** A command that makes one side like the other. */
export interface DriftRepair {
  readonly changes: DriftSide;
  readonly like: DriftSide;
  readonly command: string;
}
export interface DriftPair {
  readonly expected: DriftSide;
  readonly actual: DriftSide;
  readonly facts: readonly DriftFact[];
  readonly repairs: readonly DriftRepair[];
}
export interface DriftResult {
  readonly target: string;
  readonly engine: string;
  readonly version: string;
  /** Sides that were read, and where from. */
  readonly sides: readonly { readonly side: DriftSide; readonly from: string; readonly objects: number }[];
  /** Sides that could not be read, and why. */
  readonly skipped: readonly { readonly side: DriftSide; readonly reason: string }[];
  /** Migrations that the live database has not run yet, by id; they are left out of the comparison with it. Null: it does not tell. */
  readonly pending: readonly string[] | null;
  /** Recorded as run by the live database, and not among the files. */
  readonly unknown: readonly string[];
  readonly pairs: readonly DriftPair[];
  readonly nextAction: NextAction;
}

export const drift = defineOperation({
  name: "drift",
  summary: "Compare what is live with the migrations, the schema file and the ORM's model, fact by fact, read-only.",
  effect: "writes-shadow",
  positionals: ["target"],
  input: (zod) =>
    zod.strictObject({
      target: zod.string().optional().describe("A target of dblead.toml; the only one if there is one."),
    }),
  output: (zod): z.ZodType<DriftResult> => {
    const text = zod.string();
    const side = zod.enum(["migrations", "live", "schema", "model"]);
    const place = zod.strictObject({ file: text, line: zod.number().int() });
    return zod.strictObject({
      target: text,
      engine: text,
      version: text,
      sides: zod.array(zod.strictObject({ side, from: text, objects: zod.number().int() })),
      skipped: zod.array(zod.strictObject({ side, reason: text })),
      pending: zod.array(text).nullable().describe("Migrations that the live database has not run; null: it does not tell."),
      unknown: zod.array(text).describe("Recorded as run by the live database, and not among the files."),
      pairs: zod.array(
        zod.strictObject({
          expected: side,
          actual: side,
          facts: zod.array(zod.strictObject({ object: text, text, place: place.nullable() })),
          repairs: zod.array(zod.strictObject({ changes: side, like: side, command: text })),
        }),
      ),
      nextAction: nextActionShape(zod),
    });
  },
  example: "dblead drift shop",
  views: { text: async (result) => (await import("../report/drift-text.ts")).renderDriftText(result) },
  isRefused: (result) => result.unknown.length > 0 || result.pairs.some(({ facts }) => facts.length > 0),
  run: async (input, context) => (await import("./drift-reading.ts")).findDrift(input.target, context),
});
