import type { Hazard, HazardKind } from "../../model/hazard.ts";
import type { JsonValue } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Action, Block, Check, Reversibility } from "../../model/plan.ts";
import type { StepDraft } from "../step-draft.ts";
import { printCommand } from "./command.ts";
import type { Document } from "./schema.ts";
import { refusalMark } from "./session.ts";

export const exact: Reversibility = { kind: "exact", until: "always", loses: "" };

/** Commands are each on their own: the store has no transaction around changes of a schema. */
export function commands(documents: readonly Document[]): Action {
  return { kind: "statements", statements: documents.map(printCommand), transaction: "none" };
}

/** Modes by https://www.mongodb.com/docs/manual/faq/concurrency/: changes of a catalogue entry hold the collection exclusively for a moment. */
export function locked(collection: string, duration: Block["for"] = "moment"): readonly Block[] {
  return [{ object: printName([collection]), blocks: "reads-and-writes", vendorMode: "X", for: duration }];
}

/** `object`: a collection, or a collection and a path in it. */
export function hazard(
  kind: HazardKind,
  object: string | readonly [string, string],
  message: string,
  level: Hazard["level"] = "warning",
): Hazard {
  return { kind, object: labelOf(object), message, level };
}
/** A path is one part of a dotted name; where it is a plain name it looks like one. */
export function labelOf(object: string | readonly [string, string]): string {
  return typeof object === "string" ? printName([object]) : `${printName([object[0]])}.${object[1]}`;
}

type Given = Pick<StepDraft, "kind" | "summary" | "action" | "reverse"> & Partial<StepDraft>;
/** A draft of the expand phase that is exactly reversible and blocks nothing, but for what `given` says. */
export function draftStep(given: Given): StepDraft {
  return {
    phase: "expand",
    reversibility: exact,
    blocks: [],
    limits: {},
    hazards: [],
    makes: [],
    needs: [],
    removes: [],
    releases: [],
    ...given,
  };
}

/**
 * A reading command that fails with these words where a document matches: so that whoever runs a list of commands stops there. The words are joined with something of
 * the document, else the server would evaluate them before it looked for one.
 */
export function refuseWhere(collection: string, query: Document, words: string): Document {
  const said: JsonValue = { $concat: [`${refusalMark}${words}`, { $substrBytes: [{ $type: "$_id" }, 0, 0] }] };
  return {
    aggregate: collection,
    pipeline: [{ $match: query }, { $limit: 1 }, { $project: { _id: { $toInt: said } } }],
    cursor: {},
  };
}

/** Counts what an aggregation lets through. */
export function countCheck(id: string, summary: string, collection: string, stages: readonly Document[]): Check {
  const pipeline = [...stages, { $count: "n" }];
  return { id, summary, query: printCommand({ aggregate: collection, pipeline, cursor: {} }), expects: "no-rows" };
}
