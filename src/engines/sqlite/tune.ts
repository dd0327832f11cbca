import { locateObject, type Schema } from "../../model/schema.ts";
import { parseName } from "../../model/name.ts";
import { bare, bareKey, proposeFor } from "../candidate-indexes.ts";
import type { CandidateIndex, Tuner } from "../tune.ts";
import { indexOf, rowidAlias, tableOf } from "./definitions.ts";
import { measureQuery, sizeOfIndex } from "./tune/measure.ts";
import { readUses } from "./tune/uses.ts";
import { findMentions } from "./parse.ts";
import { normalizeExpression, quoteName } from "./tokens.ts";

/** Indexes that SQLite's planner takes. There is nothing to carry along but keys: what would be carried becomes the last keys. */
export const sqliteTuner: Tuner = {
  unit: "rows visited",
  prepare: (objects) => objects.map((object) => `ANALYZE ${tableName(object)}`),
  measure: measureQuery,
  propose: (schema, query) => {
    const uses = findMentions(query) === null ? [] : readUses(schema, query);
    const trials = proposeFor(uses).map((trial) => trial.map((index) => withoutInclude(schema, index)));
    return Promise.resolve({ reads: [...new Set(uses.map((use) => use.object))].sort(), trials, rewrites: [], rejected: [] });
  },
  findExisting,
  create: (index, name) => [
    `CREATE INDEX ${quoteName(name)} ON ${tableName(index.object)} (${index.keys.join(", ")})${index.where === null ? "" : ` WHERE ${index.where}`}`,
    `ANALYZE ${tableName(index.object)}`,
  ],
  drop: (_, name) => `DROP INDEX IF EXISTS ${quoteName(name)}`,
  sizeOf: (connection, _, name) => sizeOfIndex(connection, name),
  lookUp: (schema, object, keys) => {
    const found = locateObject(schema, object)[0];
    const [first] = keys;
    return found === undefined || first === undefined ? null : `SELECT * FROM ${tableName(found.outline.label)} WHERE ${bare(first)} = ?`;
  },
};

/** The row id stands in every index anyhow. */
function withoutInclude(schema: Schema, index: CandidateIndex): CandidateIndex {
  const table = locateObject(schema, index.object)[0]?.object;
  const rowid = table === undefined ? null : rowidAlias(tableOf(table));
  const carried = index.include.filter((field) => rowid === null || field !== quoteName(rowid));
  return { ...index, keys: [...index.keys, ...carried], include: [] };
}

function tableName(label: string): string {
  return quoteName(parseName(label).at(-1) ?? label);
}

/** An index or key that begins with the same keys, over all rows or the same ones. */
function findExisting(schema: Schema, index: CandidateIndex): string | null {
  const table = locateObject(schema, index.object)[0]?.object;
  if (table === undefined) return null;
  const definition = tableOf(table);
  const keys = [
    { name: "the primary key", columns: definition.primaryKey?.columns.map((column) => quoteName(column.name)) ?? [], where: null },
    ...definition.uniques.map((unique) => ({
      name: "a unique key",
      columns: unique.columns.map((column) => quoteName(column.name)),
      where: null,
    })),
    ...schema.objects.flatMap((object) => (object.kind === "index" && object.parent === table.id ? [indexOf(object)] : [])),
  ];
  const wanted = index.keys.map(printKey);
  const where = index.where === null ? null : normalizeExpression(index.where);
  return keys.find((one) => one.where === where && wanted.every((key, at) => key === printKey(one.columns[at] ?? "")))?.name ?? null;
}

function printKey(key: string): string {
  return `${bareKey(key)}${/\sdesc$/i.test(key) ? " desc" : ""}`;
}
