import { parseName, printName } from "../../model/name.ts";
import type { Carry } from "../../model/plan.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { DataRule, PlanRequest } from "../engine.ts";
import { columnOrder, tableOf } from "./definitions.ts";
import { idOf } from "./normalize.ts";
import { quoteName } from "./tokens.ts";

/** A table before and after, matched by name or by a rename, with what is known of its values. Column names are plain, not quoted. */
export interface TablePair {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  /** Columns under a new name, old → new. */
  readonly renames: ReadonlyMap<string, string>;
  readonly rules: readonly DataRule[];
}

export function pairTables(request: PlanRequest): readonly TablePair[] {
  return request.from.objects.flatMap((before): readonly TablePair[] => {
    if (before.kind !== "table") return [];
    const after = request.to.objects.find((object) => object.id === (request.renames[before.id] ?? before.id));
    if (after === undefined) return [];
    const [old, now] = [columnOrder(before), columnOrder(after)];
    const added = now.filter((name) => !old.includes(name));
    const dropped = old.filter((name) => !now.includes(name));
    const rules = request.rules
      .filter((rule) => [before, after].some((object) => parseName(rule.object)[0] === tableOf(object).name))
      .map(plainNames);
    return [{ before, after, added, dropped, renames: columnRenames(request, before, after, rules), rules }];
  });
}

/** Rules name fields plainly or dotted; here plainly. */
function plainNames(rule: DataRule): DataRule {
  const plain = (name: string): string => parseName(name).at(-1) ?? name;
  const keys = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(record).map(([name, expression]) => [plain(name), expression]));
  return { ...rule, from: rule.from.map(plain), to: rule.to.map(plain), forward: keys(rule.forward), backward: keys(rule.backward) };
}

/** From rules, and from `renames` spelled `column:notes.mail` or `notes.mail`. */
function columnRenames(
  request: PlanRequest,
  before: SchemaObject,
  after: SchemaObject,
  rules: readonly DataRule[],
): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  const tables = [tableOf(before).name, tableOf(after).name];
  for (const [from, to] of Object.entries(request.renames)) {
    const [old, now] = [from, to].map((id) => parseName(id.replace(/^column:/, "")));
    if (old?.length === 2 && tables.includes(old[0] ?? "")) renames.set(old[1] ?? "", now?.at(-1) ?? "");
  }
  for (const rule of rules) if (rule.kind === "rename") renames.set(rule.from[0] ?? "", rule.to[0] ?? "");
  const [old, now] = [columnOrder(before), columnOrder(after)];
  return new Map([...renames].filter(([from, to]) => from !== to && old.includes(from) && now.includes(to)));
}

/** Old fields whose values go into new ones under a rule, both ways. */
export interface Companion {
  readonly kind: DataRule["kind"];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly forward: ReadonlyMap<string, string>;
  readonly backward: ReadonlyMap<string, string>;
}

export function companionsOf(pair: TablePair): readonly Companion[] {
  const renamed = [...pair.renames].map(
    ([from, to]): Companion => ({
      kind: "rename",
      from: [from],
      to: [to],
      forward: new Map([[to, quoteName(from)]]),
      backward: new Map([[from, quoteName(to)]]),
    }),
  );
  const others = pair.rules
    .filter((rule) => rule.kind !== "rename" && rule.to.length > 0)
    .map(
      (rule): Companion => ({
        kind: rule.kind,
        from: rule.from,
        to: rule.to,
        forward: given(rule.forward),
        backward: given(rule.backward),
      }),
    );
  return [...renamed, ...others];
}

function given(record: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(record).filter(([, expression]) => expression.trim() !== ""));
}

/** How values before and after relate, for the proof of rows. A renamed table lists all of its fields. */
export function carriesOf(pairs: readonly TablePair[]): readonly Carry[] {
  return pairs.flatMap((pair): readonly Carry[] => {
    const objects = { objectBefore: printName([tableOf(pair.before).name]), objectAfter: printName([tableOf(pair.after).name]) };
    const carries = companionsOf(pair).flatMap((companion) => companionCarries(objects, companion));
    const told = new Set(carries.flatMap((carry) => [`<${carry.fieldBefore ?? ""}`, `>${carry.fieldAfter ?? ""}`]));
    const computed = columnOrder(pair.before).filter(
      (name) => tableOf(pair.before).columns[name]?.generated === null && tableOf(pair.after).columns[name]?.generated != null,
    );
    const taken = [...pair.renames.values()].filter((name) => columnOrder(pair.before).includes(name) && !pair.renames.has(name));
    const dropped = [...pair.dropped, ...computed, ...taken]
      .filter((name) => !told.has(`<${name}`))
      .map((name): Carry => ({ ...objects, fieldBefore: name, fieldAfter: null, forward: null, backward: null }));
    const added = pair.added
      .filter((name) => !told.has(`>${name}`))
      .map((name): Carry => ({ ...objects, fieldBefore: null, fieldAfter: name, forward: null, backward: null }));
    const isRenamed = objects.objectBefore !== objects.objectAfter;
    const kept = isRenamed
      ? columnOrder(pair.before).filter((name) => !pair.dropped.includes(name) && !computed.includes(name) && !told.has(`<${name}`))
      : [];
    const moved = kept.map(
      (name): Carry => ({ ...objects, fieldBefore: name, fieldAfter: name, forward: quoteName(name), backward: quoteName(name) }),
    );
    return [...carries, ...dropped, ...added, ...moved];
  });
}

function companionCarries(
  objects: Pick<Carry, "objectBefore" | "objectAfter">,
  { from, to, forward, backward }: Companion,
): readonly Carry[] {
  const [old, now] = [from[0], to[0]];
  if (from.length === 1 && to.length === 1 && old !== undefined && now !== undefined) {
    return [{ ...objects, fieldBefore: old, fieldAfter: now, forward: forward.get(now) ?? null, backward: backward.get(old) ?? null }];
  }
  return [
    ...from
      .filter((name) => !to.includes(name))
      .map((name): Carry => ({ ...objects, fieldBefore: name, fieldAfter: null, forward: null, backward: backward.get(name) ?? null })),
    ...to.map((name): Carry => ({ ...objects, fieldBefore: null, fieldAfter: name, forward: forward.get(name) ?? null, backward: null })),
  ];
}

export function findTable(schema: Schema, name: string): SchemaObject | undefined {
  return schema.objects.find((object) => object.id === idOf("table", name));
}
