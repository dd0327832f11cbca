import { parseName } from "../../model/name.ts";
import { locateObject } from "../../model/schema.ts";
import { bare, proposeFor } from "../candidate-indexes.ts";
import type { CandidateIndex, Proposal, Tuner } from "../tune.ts";
import { readRows } from "./connection/session.ts";
import { readApplicationSql } from "./parse/mentions.ts";
import { quoteLiteral, quoteName, quoteQualified } from "./quote.ts";
import { ownConnection } from "./rows/own-session.ts";
import { findExisting } from "./tune/existing.ts";
import { indexText } from "./tune/index-text.ts";
import { measureQuery } from "./tune/measure.ts";
import { proposeRewrites } from "./tune/rewrites.ts";
import { readUses } from "./tune/uses.ts";

const nothing: Proposal = { reads: [], trials: [], rewrites: [], rejected: [] };

/** Indexes and rewrites that PostgreSQL's own planner finds cheaper. */
export const postgresqlTuner: Tuner = {
  unit: "planner cost",
  // Pages that are all visible let an index answer alone.
  prepare: (objects) => objects.map((object) => `VACUUM (ANALYZE) ${quoteQualified(...parseName(object))}`),
  measure: measureQuery,
  propose: async (schema, query) => {
    const read = await readApplicationSql(query);
    if (read === null) return nothing;
    const { uses, remarks } = readUses(
      schema,
      read.statements.map((statement) => statement.tree),
    );
    return {
      reads: [...new Set(uses.map((use) => use.object))].sort(),
      trials: proposeFor(uses),
      rewrites: proposeRewrites(schema, read.text, uses),
      rejected: [...remarks].map(([alternative, reason]) => ({ alternative, reason })),
    };
  },
  findExisting,
  create: (index, name) => [
    indexText(index, name),
    // Of an expression nothing is known before it was sampled.
    ...(index.keys.some((key) => bare(key).startsWith("(")) || index.where !== null ? [`ANALYZE ${tableOf(index)}`] : []),
  ],
  drop: (index, name) => `DROP INDEX IF EXISTS ${quoteQualified(schemaOf(index), name)}`,
  sizeOf: async (connection, index, name) => {
    const rows = await readRows(
      ownConnection(connection).session,
      `select sum(pg_catalog.pg_relation_size(relid)) as bytes from pg_catalog.pg_partition_tree(${quoteLiteral(quoteQualified(schemaOf(index), name))}::pg_catalog.regclass)`,
    );
    const parts = Number(rows[0]?.["bytes"] ?? 0);
    if (parts > 0) return parts;
    const [own] = await readRows(
      ownConnection(connection).session,
      `select pg_catalog.pg_relation_size(${quoteLiteral(quoteQualified(schemaOf(index), name))}::pg_catalog.regclass) as bytes`,
    );
    return Number(own?.["bytes"] ?? 0);
  },
  lookUp: (schema, object, keys) => {
    const found = locateObject(schema, object)[0];
    const [first] = keys;
    if (found === undefined || first === undefined) return null;
    const key = bare(first);
    const field = found.outline.fields.find((one) => one.name === key || quoteName(one.name) === key);
    return `SELECT * FROM ${quoteQualified(...parseName(found.outline.label))} WHERE ${field === undefined ? key : quoteName(field.name)} = $1`;
  },
};

function schemaOf(index: CandidateIndex): string {
  return parseName(index.object)[0] ?? "public";
}
function tableOf(index: CandidateIndex): string {
  return quoteQualified(...parseName(index.object));
}
