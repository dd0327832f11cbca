import type { Hazard } from "../../../model/hazard.ts";
import type { Action, Check, Phase, Reversibility } from "../../../model/plan.ts";
import type { StepDraft } from "../../step-draft.ts";
import { printCommand } from "../command.ts";
import { commands, countCheck, draftStep, exact, hazard } from "../draft.ts";
import { countOf, renderJob, wholeUpdate } from "../job.ts";
import type { Document } from "../schema.ts";
import type { Rewrite, Transformation } from "./transformation.ts";

const batchSize = 1000;
const pauseMs = 10;
const lagLimitSeconds = 10;

/** A rewrite as a resumable job of its own file. */
function batches(rewrite: Rewrite, own: string, name: string, refusal: Rewrite | null): Action {
  const { filter, pipeline, summary } = rewrite;
  const collection = rewrite.collection ?? own;
  const remaining = rewrite.remaining ?? countOf(collection, filter);
  const message = `documents of ${collection} are still of the old shape: run the backfill again`;
  const refusals = refusal === null ? [] : [{ count: refusal.remaining ?? countOf(collection, refusal.filter), message }];
  const change = { kind: rewrite.how ?? ("update" as const), pipeline };
  const job = {
    name,
    summary: `${summary} in ${collection}`,
    collection,
    filter,
    change,
    batchSize,
    pauseMs,
    lagLimitSeconds,
    remaining,
    refusals,
  };
  return {
    kind: "batches",
    object: collection,
    key: ["_id"],
    statement: printCommand(wholeRewrite(own, { ...rewrite, filter: { $and: [{ _id: { $gt: "…", $lte: "…" } }, filter] } })),
    batchSize,
    script: renderJob(job),
    remaining: printCommand(remaining),
    sideEffects: [],
  };
}

/** All documents by one command. */
function wholeRewrite(own: string, rewrite: Rewrite): Document {
  const collection = rewrite.collection ?? own;
  if (rewrite.how === "copy") return { aggregate: collection, pipeline: [{ $match: rewrite.filter }, ...rewrite.pipeline], cursor: {} };
  if (rewrite.how === "delete") return { delete: collection, deletes: [{ q: rewrite.filter, limit: 0 }] };
  return wholeUpdate(collection, rewrite.filter, rewrite.pipeline);
}

/** Steps of one transformation under running code, in their phases: the new beside the old, then, behind the gate, the old away. */
export function reshapeOnline(one: Transformation, label: string): readonly StepDraft[] {
  const { collection, adopt, unadopt, finish, unfinish } = one;
  const key = `${label}_${collection}_${[...one.rule.from, ...one.rule.to].join("_")}`.replaceAll(/[^\p{L}\p{N}_]+/gu, "_").slice(0, 80);
  const adopting =
    adopt === null
      ? []
      : [
          rewriteStep(one, adopt, "migrate", {
            kind: `backfill-${one.rule.kind}`,
            action: batches(adopt, collection, `${key}_adopt`, null),
            reverse: unadopt === null ? [] : [batches(unadopt, collection, `${key}_unadopt`, null)],
            back: unadopt === null && one.finish === null ? lossy(one) : exact,
          }),
        ];
  const finishing =
    finish === null
      ? []
      : [
          rewriteStep(one, finish, "contract", {
            kind: `remove-${one.rule.kind === "drop" ? "field" : "old-fields"}`,
            action: batches(finish, collection, `${key}_finish`, adopt),
            reverse: unfinish === null ? [] : [batches(unfinish, collection, `${key}_unfinish`, null)],
            back: unfinish === null || one.loses !== "" ? lossy(one) : exact,
          }),
        ];
  return [...adopting, ...finishing];
}

/** The same at once, as plain commands. */
export function reshapeDirect(one: Transformation): readonly StepDraft[] {
  const update = (rewrite: Rewrite): Document => wholeRewrite(one.collection, rewrite);
  const rewrites = [one.adopt, one.finish].flatMap((rewrite) => (rewrite === null ? [] : [rewrite]));
  const back = [one.finish === null ? null : one.unfinish, one.adopt === null ? null : one.unadopt].flatMap((rewrite) =>
    rewrite === null ? [] : [rewrite],
  );
  const [first] = rewrites;
  if (first === undefined) return [];
  return [
    rewriteStep(one, { ...first, summary: rewrites.map((rewrite) => rewrite.summary).join(", then ") }, "expand", {
      kind: `rewrite-${one.rule.kind}`,
      action: commands(rewrites.map(update)),
      reverse: back.length === 0 ? [] : [commands(back.map(update))],
      back: one.loses === "" ? exact : lossy(one),
    }),
  ];
}

function lossy(one: Transformation): Reversibility {
  return { kind: "schema-only", until: "the step runs", loses: one.loses };
}

interface Given {
  readonly kind: string;
  readonly action: Action;
  readonly reverse: readonly Action[];
  readonly back: Reversibility;
}

function rewriteStep(one: Transformation, rewrite: Rewrite, phase: Phase, { kind, action, reverse, back }: Given): StepDraft {
  return draftStep({
    kind,
    phase,
    summary: `${rewrite.summary} in ${one.collection}`,
    action,
    reverse,
    reversibility: back,
    hazards: hazardsOf(one, rewrite, back),
    intents: [one.rule.intent],
  });
}

function hazardsOf(one: Transformation, rewrite: Rewrite, back: Reversibility): readonly Hazard[] {
  const { collection } = one;
  const lost = back.kind === "exact" ? [] : lostFields(one);
  const isRemoval = rewrite === one.finish && one.rule.kind === "drop";
  return [
    hazard("scans-object", collection, `every document of ${collection} is looked at, batch by batch; others go on`, "note"),
    ...lost.map((path) =>
      one.rule.kind === "move"
        ? hazard(
            "changes-data",
            [collection, path],
            `elements of ${collection}.${path} stand in a collection of their own from now on`,
            "note",
          )
        : isRemoval || one.finish !== null
          ? hazard("deletes-data", [collection, path], `the values of ${collection}.${path} are gone`, "error")
          : hazard(
              "changes-data",
              [collection, path],
              `${collection}.${path} holds other values, and which ones it held before is not kept`,
              one.rule.kind === "fill" ? "note" : "error",
            ),
    ),
    ...(one.rule.kind === "convert"
      ? [
          hazard(
            "changes-data",
            [collection, one.rule.from[0] ?? ""],
            `values of ${collection}.${one.rule.from[0] ?? ""} get another type`,
            "note",
          ),
        ]
      : []),
  ];
}

function lostFields(one: Transformation): readonly string[] {
  return one.rule.kind === "fill" ? one.rule.to : one.rule.from;
}

/** What documents of the old shape must not hold, and must become: asked before anything runs. */
export function reshapeChecks(all: readonly Transformation[], validator: Document | null): readonly Check[] {
  const [first] = all;
  if (first === undefined) return [];
  const { collection } = first;
  const taken = all.flatMap((one) =>
    one.unadopt === null || one.fresh.length === 0
      ? []
      : [
          countCheck(
            `no-${one.fresh.join("-")}-in-${collection}`,
            `No document of ${collection} has ${one.fresh.join(" or ")} before it is introduced`,
            collection,
            [{ $match: one.unadopt.filter }],
          ),
        ],
  );
  if (validator === null) return taken;
  return [
    ...taken,
    countCheck(`documents-fit-${collection}`, `Every document of ${collection} fits the new rules once it is changed`, collection, [
      ...changedStages(all),
      { $match: { $nor: [validator] } },
    ]),
  ];
}

/** Documents as they will be: a transformation is idempotent, and changes what its filter lets through. */
export function changedStages(all: readonly Transformation[]): readonly Document[] {
  return all.flatMap((one) => [
    ...(one.adopt === null || one.adopt.how !== undefined ? [] : guarded(one)),
    ...(one.finish === null ? [] : one.finish.pipeline),
  ]);
}

/** A fill or a copy must not overwrite what is there, a conversion what is not: stages change only what their filter would let through. */
function guarded(one: Transformation): readonly Document[] {
  const kept = one.rule.kind === "convert" ? keptTypes(one.rule.to[1] ?? "") : null;
  return (one.adopt?.pipeline ?? []).map((stage): Document => {
    const set = stage["$set"];
    if (set === undefined) return stage;
    const entries = Object.entries(set as Document).map(([path, value]) => {
      const read = `$${path}`;
      return [path, kept === null ? { $ifNull: [read, value] } : { $cond: [{ $in: [{ $type: read }, kept] }, read, value] }] as const;
    });
    return { $set: Object.fromEntries(entries) };
  });
}

function keptTypes(text: string): readonly string[] {
  const types = text.split(" | ");
  return ["missing", ...types, ...(types.includes("number") ? ["int", "long", "double", "decimal"] : [])];
}
