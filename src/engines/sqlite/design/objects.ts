import { LeadError } from "../../../model/error.ts";
import type { Intent, IntentBody } from "../../../model/intent.ts";
import { parseName, printName } from "../../../model/name.ts";
import { type ColumnDefinition, indexOf, type IndexDefinition, type TableDefinition, tableOf, tablesOf, viewOf } from "../definitions.ts";
import { idOf, sortAndDedupe } from "../normalize.ts";
import { columnsIn, normalizeExpression, quoteName, readTokens } from "../tokens.ts";
import { removeBroken } from "./broken.ts";
import { checksFor, columnType, inColumns } from "./fields.ts";
import { changeTable, type DesignState, literal } from "./state.ts";

export function addObject(state: DesignState, intent: Intent, body: IntentBody<"add-object">): void {
  const name = parseName(body.object).at(-1) ?? body.object;
  if (
    state.schema.objects.some(
      (object) => ["table", "view"].includes(object.kind) && object.outline?.label.toLowerCase() === printName([name]).toLowerCase(),
    )
  ) {
    throw new LeadError("requirement-invalid", `${intent.id}: ${name} already exists`);
  }
  const strict = prefersStrict(state);
  const specs = Object.entries(body.fields);
  const keys = specs.filter(([, spec]) => spec.key === true).map(([field]) => field);
  const columns = new Map<string, ColumnDefinition>();
  if (keys.length === 0 && !("id" in body.fields))
    columns.set("id", { type: "INTEGER", notNull: true, default: null, collation: null, generated: null });
  const checks: TableDefinition["checks"][number][] = [];
  for (const [field, spec] of specs) {
    const { type, check } = columnType({ strict }, spec.type);
    const isKey = keys.includes(field) || (keys.length === 0 && field === "id");
    const fallback = spec.default === undefined || spec.default === null ? null : literal(spec.default, type);
    columns.set(field, { type, notNull: spec.required === true || isKey, default: fallback, collation: null, generated: null });
    checks.push(...checksFor(field, check, spec.values, type));
  }
  const keyColumns = (keys.length > 0 ? keys : ["id"]).map((column) => ({ name: column, collation: null, order: "asc" as const }));
  const single = specs.filter(([, spec]) => spec.unique === true).map(([field]) => [field]);
  const uniques = [...single, ...(body.unique ?? [])].map((fields) => ({
    name: null,
    columns: fields.map((field) => ({ name: field, collation: null, order: "asc" as const })),
    conflict: null,
  }));
  const definition: TableDefinition = {
    name,
    columns: Object.fromEntries(columns),
    primaryKey: { name: null, columns: keyColumns, autoincrement: false, conflict: null },
    uniques: sortAndDedupe(uniques),
    checks: sortAndDedupe(checks),
    foreignKeys: [],
    strict,
    withoutRowid: false,
  };
  state.putTable(definition, [...columns.keys()]);
  state.blame(intent, name, []);
  for (const [field, spec] of specs)
    if (spec.references !== undefined) addReferenceTo(state, intent, printName([name, field]), spec.references, undefined);
  decideKey(state, intent, name, keys);
  remarkObject(
    state,
    name,
    specs.map(([field]) => field),
  );
}

/** STRICT where everything is, or where nothing is yet. */
function prefersStrict(state: DesignState): boolean {
  const tables = tablesOf(state.request.schema);
  return tables.every((object) => tableOf(object).strict);
}

function decideKey(state: DesignState, intent: Intent, name: string, keys: readonly string[]): void {
  state.decide(intent, {
    slug: `key-of-${name}`,
    title: `The key of ${name}`,
    context: `${name} is new; other tables and the application must name its rows.`,
    choice:
      keys.length === 0
        ? "An INTEGER PRIMARY KEY named id, which is the row id itself."
        : `The primary key is ${keys.join(", ")}, as asked for.`,
    because: ["An integer key costs no second index and does not change when facts about the row do."],
    rejected: [
      { alternative: "a key of facts", reason: "It changes with the facts, and every reference with it." },
      {
        alternative: "AUTOINCREMENT",
        reason: "It costs a write per insert and is only needed where numbers of deleted rows must never come again.",
      },
    ],
  });
}

/** Repeating groups, and facts about something else that has its own id here. */
function remarkObject(state: DesignState, name: string, fields: readonly string[]): void {
  const stems = Map.groupBy(
    fields.filter((field) => /\d$/.test(field)),
    (field) => field.replace(/_?\d+$/, ""),
  );
  for (const [stem, group] of stems) {
    if (group.length > 1)
      state.remarks.push(
        `${group.join(", ")} of ${name} are a repeating group: a table of their own with one row per ${stem} holds any number of them (first normal form).`,
      );
  }
  for (const field of fields) {
    const stem = /^(.+)_id$/.exec(field)?.[1];
    const others = stem === undefined ? [] : fields.filter((other) => other.startsWith(`${stem}_`) && other !== field);
    if (others.length > 0)
      state.remarks.push(
        `${others.join(", ")} of ${name} depend on ${field}, not on the key of ${name}: they belong to the table that ${field} points to (third normal form).`,
      );
  }
}

export function dropObject(state: DesignState, intent: Intent, body: IntentBody<"drop-object">): void {
  const name = parseName(body.object).at(-1) ?? body.object;
  const view = state.schema.objects.find((object) => object.kind === "view" && viewOf(object).name.toLowerCase() === name.toLowerCase());
  if (view !== undefined) {
    state.removeObjects([view.id]);
    state.origins[view.id] = intent.id;
    removeBroken(state, intent);
    return;
  }
  const object = state.table(body.object, intent);
  for (const other of tablesOf(state.schema)) {
    const table = tableOf(other);
    const kept = table.foreignKeys.filter((key) => key.table !== tableOf(object).name);
    if (other.id === object.id || kept.length === table.foreignKeys.length) continue;
    changeTable(state, other, (old) => ({ ...old, foreignKeys: kept }));
    state.origins[other.id] ??= intent.id;
    state.remarks.push(`${table.name} referred to ${tableOf(object).name}; its columns stay, the reference goes.`);
  }
  const own = state.schema.objects
    .filter((candidate) => candidate.id === object.id || candidate.parent === object.id)
    .map((candidate) => candidate.id);
  for (const id of own) state.origins[id] = intent.id;
  state.removeObjects(own);
  removeBroken(state, intent);
}

export function renameObject(state: DesignState, intent: Intent, body: IntentBody<"rename-object">): void {
  const object = state.table(body.object, intent);
  const to = parseName(body.to).at(-1) ?? body.to;
  state.run([`ALTER TABLE ${quoteName(tableOf(object).name)} RENAME TO ${quoteName(to)}`]);
  state.renames[object.id] = idOf("table", to);
  state.origins[idOf("table", to)] = intent.id;
}

export function addReferenceTo(
  state: DesignState,
  intent: Intent,
  field: string,
  target: string,
  onDelete: IntentBody<"add-reference">["on-delete"],
): void {
  const { object, column, definition } = state.field(field, intent);
  const parts = parseName(target);
  const isTable =
    tablesOf(state.schema).some((candidate) => tableOf(candidate).name.toLowerCase() === (parts.at(-1) ?? "").toLowerCase()) &&
    parts.length === 1;
  const parent = state.table(isTable ? target : printName(parts.slice(0, -1)), intent);
  const parentColumn = isTable ? (tableOf(parent).primaryKey?.columns[0]?.name ?? "") : state.field(target, intent).column;
  if (onDelete === "set-null" && definition.notNull)
    throw new LeadError("requirement-invalid", `${intent.id}: ${field} is required, so it cannot be set to NULL on delete`);
  const action = onDelete === undefined || onDelete === "no-action" ? "NO ACTION" : onDelete.toUpperCase().replace("-", " ");
  const key = {
    name: null,
    columns: [column],
    table: tableOf(parent).name,
    targetColumns: [parentColumn],
    onDelete: action,
    onUpdate: "NO ACTION",
    deferred: false,
  };
  changeTable(state, object, (old) => ({ ...old, foreignKeys: sortAndDedupe([...old.foreignKeys, key]) }));
  const table = tableOf(object);
  state.blame(intent, table.name, [column]);
  requireUniqueTarget(state, intent, parent.id, parentColumn);
  const isIndexed =
    state.schema.objects.some(
      (candidate) => candidate.kind === "index" && candidate.parent === object.id && indexOf(candidate).columns[0] === quoteName(column),
    ) ||
    table.primaryKey?.columns[0]?.name === column ||
    table.uniques.some((unique) => unique.columns[0]?.name === column);
  if (isIndexed) return;
  addIndexOn(state, intent, { object: table.name, fields: [column], unique: "plain" });
  state.decide(intent, {
    slug: `index-for-${table.name}-${column}`,
    title: `An index on ${table.name}.${column}`,
    context: `${column} refers to ${tableOf(parent).name}.${parentColumn}.`,
    choice: "An index on the referring column.",
    because: [
      `Without it every delete and key change in ${tableOf(parent).name} reads all of ${table.name} (https://sqlite.org/foreignkeys.html#fk_indexes).`,
    ],
    rejected: [{ alternative: "no index", reason: "Cheaper to write, but deletes in the parent take time in proportion to the child." }],
  });
}

function requireUniqueTarget(state: DesignState, intent: Intent, parentId: string, column: string): void {
  const parent = state.schema.objects.find((object) => object.id === parentId);
  if (parent === undefined) return;
  const table = tableOf(parent);
  const lists = [
    table.primaryKey?.columns.map((item) => item.name) ?? [],
    ...table.uniques.map((unique) => unique.columns.map((item) => item.name)),
  ];
  const isIndexed = state.schema.objects.some(
    (object) =>
      object.kind === "index" &&
      object.parent === parentId &&
      indexOf(object).unique &&
      indexOf(object).where === null &&
      indexOf(object).columns.join() === quoteName(column),
  );
  if (isIndexed || lists.some((names) => names.length === 1 && names[0] === column)) return;
  throw new LeadError(
    "requirement-invalid",
    `${intent.id}: ${table.name}.${column} is neither the primary key nor unique, so nothing can refer to it`,
  );
}

interface IndexWish {
  readonly object: string;
  readonly fields: readonly string[];
  readonly unique: "unique" | "plain";
  readonly name?: string | undefined;
  readonly where?: string | undefined;
}

export function addIndexOn(state: DesignState, intent: Intent, wish: IndexWish): void {
  const object = state.table(wish.object, intent);
  const table = tableOf(object);
  const columns = wish.fields.map((field) => {
    const plain = parseName(field.replace(/\s+(?:asc|desc)$/i, "")).at(-1) ?? field;
    const known = Object.keys(table.columns).find((name) => name.toLowerCase() === plain.toLowerCase());
    if (known !== undefined) return /\sdesc$/i.test(field) ? `${quoteName(known)} DESC` : quoteName(known);
    const expression = inColumns(table, field);
    if (columnsIn(expression, Object.keys(table.columns)).length === 0) state.field(printName([table.name, plain]), intent);
    return expression;
  });
  const base =
    wish.name ??
    [
      table.name,
      ...wish.fields.map((field) =>
        field
          .replace(/\s+(?:asc|desc)$/i, "")
          .replaceAll(/\W+/g, "_")
          .replaceAll(/^_+|_+$/g, ""),
      ),
      wish.unique === "unique" ? "key" : "idx",
    ].join("_");
  const name = freeName(state, base);
  const definition: IndexDefinition = {
    name,
    table: table.name,
    unique: wish.unique === "unique",
    columns,
    where: wish.where === undefined ? null : inColumns(table, wish.where),
  };
  state.putObject({ id: idOf("index", name), kind: "index", parent: object.id, dependsOn: [object.id], definition });
  state.origins[idOf("index", name)] = intent.id;
}

function freeName(state: DesignState, base: string): string {
  const taken = new Set(state.schema.objects.map((object) => object.id.slice(object.id.indexOf(":") + 1).toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(printName([name]).toLowerCase())) return name;
  }
}

export function addRule(state: DesignState, intent: Intent, body: IntentBody<"add-rule">): void {
  const object = state.table(body.object, intent);
  const expression = inColumns(tableOf(object), body.rule.replace(/^\s*check\s*\((.*)\)\s*$/is, "$1"));
  if (readTokens(expression).some((token) => token.kind === "broken"))
    throw new LeadError("requirement-invalid", `${intent.id}: the rule cannot be read: ${body.rule}`);
  changeTable(state, object, (old) => ({
    ...old,
    checks: sortAndDedupe([...old.checks, { name: body.name ?? null, expression: normalizeExpression(expression) }]),
  }));
  state.blame(intent, tableOf(object).name, columnsIn(expression, Object.keys(tableOf(object).columns)));
}
