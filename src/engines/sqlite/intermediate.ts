import { printCanonical } from "../../model/json.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { PlanRequest } from "../engine.ts";
import { affinityOf } from "./alteration.ts";
import { companionsOf, type TablePair } from "./data-rules.ts";
import { type ColumnDefinition, columnOrder, indexOf, rowidAlias, type TableDefinition, tableOf } from "./definitions.ts";
import { compatibleView } from "./forms/compatible-view.ts";
import { syncTriggers } from "./forms/companion-columns.ts";
import { sortAndDedupe, tableAsObject } from "./normalize.ts";
import { isOwnCheck } from "./objects/table.ts";
import { columnsIn } from "./tokens.ts";

/**
 * The schema between expand and contract, on which the release that runs now and the next one both work: everything old still there, everything new
 * already there, nothing required that one of the two does not write. `pairs` have their tables under the new names already.
 */
export function intermediateSchema(from: Schema, request: PlanRequest, pairs: readonly TablePair[]): Schema {
  const { to } = request;
  const byAfter = new Map(pairs.map((pair) => [pair.after.id, pair]));
  const dropped = new Map(pairs.map((pair) => [tableOf(pair.after).name, pair.dropped]));
  const added = new Map(pairs.map((pair) => [tableOf(pair.after).name, pair.added]));
  const before = new Map(from.objects.map((object) => [object.id, object]));
  const after = new Map(to.objects.map((object) => [object.id, object]));
  const usesDropped = (object: SchemaObject): boolean => object.dependsOn.some((id) => (byAfter.get(id)?.dropped.length ?? 0) > 0);
  const objects: SchemaObject[] = [];
  for (const object of to.objects) {
    const old = before.get(object.id);
    const pair = byAfter.get(object.id);
    if (object.kind === "table")
      objects.push(old === undefined || pair === undefined ? object : bothTable(old, object, pair, { dropped, added }));
    else if (old === undefined || printCanonical(old.definition) === printCanonical(object.definition)) objects.push(object);
    else objects.push(keepsOld(old, object, usesDropped(object) ? "uses-dropped" : "free") ? old : object);
  }
  for (const object of from.objects) {
    if (after.has(object.id)) continue;
    if (object.kind === "index" && indexOf(object).unique && byAfter.has(object.parent ?? "") && !usesIndexDropped(object, dropped))
      continue;
    objects.push(object);
  }
  return { ...to, objects: [...objects, ...synchronisation(request, pairs, objects)] };
}

function keepsOld(old: SchemaObject, object: SchemaObject, columns: "uses-dropped" | "free"): boolean {
  if (old.kind === "view") {
    const fields = new Set(object.outline?.fields.map((field) => field.name));
    return (old.outline?.fields ?? []).some((field) => !fields.has(field.name));
  }
  return columns === "uses-dropped";
}

function usesIndexDropped(object: SchemaObject, dropped: ReadonlyMap<string, readonly string[]>): boolean {
  const index = indexOf(object);
  return columnsIn([...index.columns, index.where ?? ""].join(" "), dropped.get(index.table) ?? []).length > 0;
}

interface Columns {
  readonly dropped: ReadonlyMap<string, readonly string[]>;
  readonly added: ReadonlyMap<string, readonly string[]>;
}

function bothTable(old: SchemaObject, now: SchemaObject, pair: TablePair, columns: Columns): SchemaObject {
  const [from, to] = [tableOf(old), tableOf(now)];
  const filled = new Set(companionsOf(pair).flatMap((companion) => companion.to));
  const definition: TableDefinition = {
    ...from,
    columns: Object.fromEntries([
      ...columnOrder(old).map((name) => [name, bothColumn(from, to, name)] as const),
      ...pair.added.map((name) => [name, newColumn(to, name, filled)] as const),
    ]) as TableDefinition["columns"],
    uniques: union(from.uniques, to.uniques, (unique, side) => {
      const names = unique.columns.map((column) => column.name);
      return side === "old" ? names.some((name) => pair.dropped.includes(name)) : !names.some((name) => pair.added.includes(name));
    }),
    checks: union(from.checks, to.checks, (check, side) => {
      const text = check.expression;
      if (side === "old") return columnsIn(text, pair.dropped).length > 0 && !/\bNULL\b/.test(text);
      const fresh = columnsIn(text, pair.added);
      return fresh.every((name) => isOwnCheck(to, check, name) && !filled.has(name) && !/\bNULL\b/.test(text));
    }),
    foreignKeys: union(from.foreignKeys, to.foreignKeys, (key, side) => {
      const changed = side === "old" ? columns.dropped : columns.added;
      const isTouched =
        key.columns.some((name) => changed.get(from.name)?.includes(name)) ||
        key.targetColumns.some((name) => changed.get(key.table)?.includes(name));
      if (side === "old") return isTouched;
      return !isTouched || (key.columns.length === 1 && !key.targetColumns.some((name) => changed.get(key.table)?.includes(name)));
    }),
  };
  return tableAsObject(definition, [...columnOrder(old), ...pair.added], [...new Set([...old.dependsOn, ...now.dependsOn])]);
}

/** What both sides have, and of the rest what `keeps` says. */
function union<Item extends Parameters<typeof printCanonical>[0]>(
  old: readonly Item[],
  now: readonly Item[],
  keeps: (item: Item, side: "old" | "new") => boolean,
): readonly Item[] {
  const inOld = new Set(old.map(printCanonical));
  const inNew = new Set(now.map(printCanonical));
  const kept = [
    ...old.filter((item) => inNew.has(printCanonical(item)) || keeps(item, "old")),
    ...now.filter((item) => !inOld.has(printCanonical(item)) && keeps(item, "new")),
  ];
  return sortAndDedupe(kept as readonly (Item & string)[]);
}

function bothColumn(from: TableDefinition, to: TableDefinition, name: string): ColumnDefinition | undefined {
  const [old, now] = [from.columns[name], to.columns[name]];
  if (old === undefined) return undefined;
  const isKey =
    from.withoutRowid || from.strict ? from.primaryKey?.columns.some((column) => column.name === name) : rowidAlias(from) === name;
  if (isKey === true || (now !== undefined && (old.generated !== null || now.generated !== null))) return old;
  if (now === undefined) return old.default === null && old.generated === null ? { ...old, notNull: false } : old;
  const type = affinityOf(old.type) === affinityOf(now.type) && !from.strict && rowidAlias(to) !== name ? now.type : old.type;
  return { ...old, type, notNull: old.notNull && now.notNull, default: old.default ?? now.default };
}

function newColumn(to: TableDefinition, name: string, filled: ReadonlySet<string>): ColumnDefinition | undefined {
  const column = to.columns[name];
  if (column === undefined || column.generated !== null) return column;
  if (filled.has(name)) return { ...column, notNull: false, default: null };
  return column.default === null ? { ...column, notNull: false } : column;
}

/** How a trigger finds a row again. */
export function rowKey(table: TableDefinition): readonly string[] {
  if (!table.withoutRowid) return [rowidAlias(table) ?? "rowid"];
  return table.primaryKey?.columns.map((column) => column.name) ?? [];
}

function synchronisation(request: PlanRequest, pairs: readonly TablePair[], objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const prefix = `dblead_${request.label.replaceAll(/\W/g, "_")}`;
  return pairs.flatMap((pair) => {
    const [old, name] = [tableOf(pair.before).name, tableOf(pair.after).name];
    const columns = [...columnOrder(pair.before), ...pair.added];
    const key = rowKey(tableOf(pair.before));
    const triggers = companionsOf(pair).flatMap((companion, index) =>
      needsSync(companion, pair) ? syncTriggers({ pair, companion, columns, key, name: `${prefix}_${name}_${index + 1}` }) : [],
    );
    const isFree = !objects.some((object) => object.id === `view:${old}` || object.id === `table:${old}`);
    return [...triggers, ...(old !== name && isFree ? compatibleView(pair.before, pair.after, key, `${prefix}_${old}`) : [])];
  });
}

/** A conversion in place has no second column to keep in step. */
export function needsSync(companion: ReturnType<typeof companionsOf>[number], pair: TablePair): boolean {
  return (
    companion.kind !== "convert" &&
    companion.kind !== "move" &&
    companion.forward.size > 0 &&
    companion.to.every((name) => pair.added.includes(name) || companion.kind === "fill")
  );
}
