import type { DataRule } from "../../engine.ts";
import { dotted, type PathPart, printPath } from "../path.ts";
import type { Document } from "../schema.ts";
import type { Transformation } from "./transformation.ts";

/**
 * Elements of an array become documents of another collection, each with the key of the document that it stood in and its place there as its own key: so that a second
 * run makes nothing twice. `forward` names the collection; `to` is the field that refers back.
 */
export function elementsToDocuments(
  rule: DataRule,
  collection: string,
  from: readonly PathPart[],
  to: readonly PathPart[],
): Transformation {
  const [array, reference, into] = [dotted(from), dotted(to), rule.forward["collection"] ?? ""];
  const path = printPath(from);
  const filled: Document = { [`${array}.0`]: { $exists: true } };
  const key: Document = { document: "$_id", at: "$dbleadAt" };
  const unwound: readonly Document[] = [{ $unwind: { path: `$${array}`, includeArrayIndex: "dbleadAt" } }];
  const element: Document = { $cond: [{ $eq: [{ $type: `$${array}` }, "object"] }, `$${array}`, { value: `$${array}` }] };
  const made: Document = { $replaceWith: { $mergeObjects: [element, { _id: key, [reference]: "$_id" }] } };
  const missing: readonly Document[] = [
    { $match: filled },
    ...unwound,
    {
      $lookup: {
        from: into,
        let: { own: key },
        pipeline: [{ $match: { $expr: { $eq: ["$_id", "$$own"] } } }, { $project: { _id: 1 } }],
        as: "dbleadMade",
      },
    },
    { $match: { dbleadMade: [] } },
    { $count: "n" },
  ];
  const gathered: readonly Document[] = [
    {
      $lookup: {
        from: into,
        let: { own: "$_id" },
        pipeline: [
          { $match: { $expr: { $eq: [`$${reference}`, "$$own"] } } },
          { $sort: { "_id.at": 1 } },
          { $project: { _id: 0, [reference]: 0 } },
        ],
        as: "dbleadMade",
      },
    },
    { $match: { "dbleadMade.0": { $exists: true } } },
    { $project: { dbleadMade: { $map: { input: "$dbleadMade", as: "one", in: { $ifNull: ["$$one.value", "$$one"] } } } } },
    {
      $merge: {
        into: collection,
        on: "_id",
        whenMatched: [{ $set: { [array]: { $ifNull: [`$${array}`, "$$new.dbleadMade"] } } }],
        whenNotMatched: "discard",
      },
    },
  ];
  const nothing: Document = { aggregate: collection, pipeline: [{ $limit: 1 }, { $match: { $expr: false } }, { $count: "n" }], cursor: {} };
  return {
    rule,
    collection,
    adopt: {
      summary: `make a document of ${into} of each element of ${path}`,
      how: "copy",
      filter: filled,
      pipeline: [...unwound, made, { $merge: { into, on: "_id", whenMatched: "keepExisting", whenNotMatched: "insert" } }],
      remaining: { aggregate: collection, pipeline: missing, cursor: {} },
    },
    unadopt: {
      summary: `remove what elements of ${collection}.${path} became`,
      how: "delete",
      collection: into,
      filter: { "_id.document": { $exists: true }, "_id.at": { $exists: true } },
      pipeline: [],
    },
    finish: { summary: `remove ${path}`, filter: { [array]: { $exists: true } }, pipeline: [{ $unset: array }] },
    unfinish: {
      summary: `gather ${path} from ${into}`,
      how: "copy",
      filter: { [array]: { $exists: false } },
      pipeline: gathered,
      remaining: nothing,
    },
    loses: `which documents of ${collection} had an empty ${path}`,
    carries: [{ fieldBefore: path, fieldAfter: null, forward: null, backward: null }],
    fresh: [],
    waitsFor: "both-shapes",
  };
}
