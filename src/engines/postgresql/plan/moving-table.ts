import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { conversionSql } from "../field-type.ts";
import { keyOf } from "../job.ts";
import { labelOf, partsOf as namesIn, sqlNameOf } from "../objects/address.ts";
import { define, shortLockTimeoutMs } from "../objects/draft.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { followRenames, type Renames } from "./follow.ts";
import { fitName } from "./naming.ts";

/** A table that moves over, row by row, to another form of itself that stands beside it under a waiting name. */
export interface Moving {
  readonly id: string;
  readonly schema: string;
  readonly name: string;
  /** Name of the new form until it takes the old one's place. */
  readonly waiting: string;
  readonly key: readonly string[];
  readonly columns: readonly { readonly name: string; readonly before: ColumnDefinition; readonly after: ColumnDefinition }[];
  /** The desired schema with the new form under its waiting names. */
  readonly to: Schema;
  readonly waitingId: string;
  /** Names of indexes and keys: final → waiting. */
  readonly names: readonly (readonly [string, string])[];
}

/** Null where no key finds each row again, or a field of the new form has no counterpart. */
export function readMoving(context: PlanContext, id: string): Moving | null {
  const table = findObject(context.to, id);
  if (table === undefined) return null;
  const { schema, name } = define<TableDefinition>(table);
  const key = keyOf(context.from, id);
  const before = new Map(
    childrenOf(context.from, id, "column").map((object) => [define<ColumnDefinition>(object).name, define<ColumnDefinition>(object)]),
  );
  const columns = childrenOf(context.to, id, "column").flatMap((object) => {
    const after = define<ColumnDefinition>(object);
    const old = before.get(after.name);
    return old === undefined || after.generated !== null ? [] : [{ name: after.name, before: old, after }];
  });
  const isKeyed =
    key.length > 0 && key.every((part) => columns.some((column) => column.name === part)) && keyOf(context.to, id).join() === key.join();
  if (!isKeyed) return null;
  const waiting = fitName(`${name}_${context.request.label}`);
  const waitingId = `table:${printName([schema, waiting])}`;
  const indexed = childrenOf(context.to, id).filter(
    (object) =>
      object.kind === "index" ||
      (object.kind === "constraint" && /^(?:primary|unique|exclusion)$/.test(define<ConstraintDefinition>(object).type)),
  );
  const names = indexed.map((object): readonly [string, string] => {
    const own = namesIn(object.id).at(-1) ?? "";
    return [own, fitName(`${own}_${context.request.label}`)];
  });
  const renames: Renames = {
    [id]: waitingId,
    ...Object.fromEntries(
      indexed.map((object, at) => {
        const next = names[at]?.[1] ?? "";
        return [object.id, `${object.kind}:${printName(object.kind === "index" ? [schema, next] : [schema, waiting, next])}`];
      }),
    ),
  };
  return { id, schema, name, waiting, key, columns, to: followRenames(context.to, renames), waitingId, names };
}

const addressOf = (moving: Moving, name: string): string => quoteQualified(moving.schema, name);

function valueOf(column: Moving["columns"][number], record: string): string {
  const name = `${record}${quoteName(column.name)}`;
  return column.before.type === column.after.type
    ? name
    : conversionSql(column.name, column.before.type, column.after.type).replace(quoteName(column.name), () => name);
}

function insertHead(moving: Moving): string {
  const overriding = moving.columns.some(({ after }) => after.identity !== null) ? " OVERRIDING SYSTEM VALUE" : "";
  return `INSERT INTO ${addressOf(moving, moving.waiting)} (${moving.columns.map(({ name }) => quoteName(name)).join(", ")})${overriding}`;
}

export function movingName(moving: Moving, label: string): string {
  return fitName(`zz_${label}_move_${moving.name}`);
}

/** Every write of the old form is repeated in the new one. Its owner's rights: who may write the one need not know of the other. */
export function moveTriggerSql(moving: Moving, label: string): readonly string[] {
  const name = movingName(moving, label);
  const [own, waiting] = [addressOf(moving, name), addressOf(moving, moving.waiting)];
  const same = moving.key.map((part) => `${quoteName(part)} = OLD.${quoteName(part)}`).join(" AND ");
  const values = moving.columns.map((column) => valueOf(column, "NEW.")).join(", ");
  return [
    `CREATE FUNCTION ${own}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $move$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM ${waiting} WHERE ${same};
  END IF;
  IF TG_OP <> 'DELETE' THEN
    ${insertHead(moving)} VALUES (${values});
  END IF;
  RETURN NULL;
END
$move$`,
    `CREATE TRIGGER ${quoteName(name)} AFTER INSERT OR UPDATE OR DELETE ON ${sqlNameOf(moving.id)} FOR EACH ROW EXECUTE FUNCTION ${own}()`,
  ];
}

const batchRows = 2000;

/** Copies what is not there yet, batch by batch; rows are locked while they are copied, so that none comes back that was deleted meanwhile. */
export function copyJob(moving: Moving): StepDraft["action"] {
  const old = sqlNameOf(moving.id);
  const keys = moving.key.map(quoteName);
  const [list, row] = [keys.join(", "), (text: string): string => (keys.length === 1 ? text : `(${text})`)];
  const missing = `NOT EXISTS (SELECT FROM ${addressOf(moving, moving.waiting)} there WHERE ${keys.map((key) => `there.${key} = here.${key}`).join(" AND ")})`;
  const select = `SELECT ${moving.columns.map((column) => valueOf(column, "here.")).join(", ")} FROM ${old} here`;
  const declare = (prefix: string): string =>
    moving.key.map((key, at) => `  dblead_${prefix}_${at + 1} ${old}.${quoteName(key)}%TYPE;`).join("\n");
  const variables = (prefix: string): string => moving.key.map((_, at) => `dblead_${prefix}_${at + 1}`).join(", ");
  const here = row(keys.map((key) => `here.${key}`).join(", "));
  return {
    kind: "batches",
    object: labelOf(moving.id),
    key: moving.key,
    batchSize: batchRows,
    statement: `${insertHead(moving)}\n${select} WHERE ${missing} ORDER BY ${list} LIMIT ${batchRows} FOR UPDATE\nON CONFLICT DO NOTHING`,
    remaining: `SELECT count(*) FROM ${old} here WHERE ${missing}`,
    sideEffects: [],
    script: `DO $job$
DECLARE
${declare("last")}
${declare("upper")}
  dblead_first boolean := true;
BEGIN
  LOOP
    SELECT ${list} INTO ${variables("upper")}
    FROM (
      SELECT ${list} FROM ${old}
      WHERE dblead_first OR ${row(list)} > ${row(variables("last"))}
      ORDER BY ${list} LIMIT ${batchRows}
    ) AS batch
    ORDER BY ${keys.map((key) => `${key} DESC`).join(", ")} LIMIT 1;
    EXIT WHEN NOT FOUND;
    PERFORM set_config('lock_timeout', '${shortLockTimeoutMs / 1000}s', true);
    ${insertHead(moving)}
    ${select}
    WHERE (dblead_first OR ${here} > ${row(variables("last"))}) AND ${here} <= ${row(variables("upper"))}
    FOR UPDATE
    ON CONFLICT DO NOTHING;
    COMMIT;
    ${moving.key.map((_, at) => `dblead_last_${at + 1} := dblead_upper_${at + 1};`).join(" ")}
    dblead_first := false;
  END LOOP;
END
$job$`,
  };
}

/** Refuses while a row of one form is not in the other. */
export function moveGuardSql(moving: Moving): string {
  const side = (table: string, values: string): string => `SELECT ${values} FROM ${table} here`;
  const old = side(sqlNameOf(moving.id), moving.columns.map((column) => `(${valueOf(column, "here.")})::text`).join(", "));
  const fresh = side(addressOf(moving, moving.waiting), moving.columns.map((column) => `here.${quoteName(column.name)}::text`).join(", "));
  return `DO $guard$
BEGIN
  IF EXISTS ((${old} EXCEPT ${fresh}) UNION ALL (${fresh} EXCEPT ${old})) THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`The rows of ${labelOf(moving.id)} have not all moved.`)}, HINT = 'Run the job again, then this migration.';
  END IF;
END
$guard$`;
}

/** The new form's own numbering goes on where the old one's was, under its name. */
export function moveNumbersSql(moving: Moving, old: string): readonly string[] {
  return moving.columns
    .filter(({ before, after }) => before.identity !== null && after.identity !== null)
    .map(
      ({ name }) => `DO $numbers$
DECLARE
  dblead_old regclass := pg_get_serial_sequence(${quoteLiteral(addressOf(moving, old))}, ${quoteLiteral(name)});
  dblead_new regclass := pg_get_serial_sequence(${quoteLiteral(sqlNameOf(moving.id))}, ${quoteLiteral(name)});
  dblead_name name := (SELECT relname FROM pg_class WHERE oid = dblead_old);
  dblead_last bigint;
  dblead_used boolean;
BEGIN
  EXECUTE format('SELECT last_value, is_called FROM %s', dblead_old) INTO dblead_last, dblead_used;
  PERFORM setval(dblead_new, dblead_last, dblead_used);
  EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', dblead_old, left(dblead_name, 50) || '_old');
  EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', dblead_new, dblead_name);
END
$numbers$`,
    );
}

/** Where a part of the whole belongs: made beside, or only once the new form has its name. */
export function isMadeBeside(object: SchemaObject): boolean {
  return /^(?:table|column|index|constraint)$/.test(object.kind);
}
