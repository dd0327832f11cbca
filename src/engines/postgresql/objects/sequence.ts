import { printName } from "../../../model/name.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, SequenceDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteLiteral, quoteQualified } from "../quote.ts";
import { labelOf, partsOf, sqlNameOf } from "./address.ts";
import { define, draftStep, hazard, withoutRows } from "./draft.ts";
import { findObject, isDropped } from "./surroundings.ts";

const query = `
  select c.oid,
         n.nspname                        as schema,
         c.relname                        as name,
         format_type(s.seqtypid, null)    as type,
         s.seqstart::text                 as start,
         s.seqincrement::text             as increment,
         s.seqmin::text                   as minimum,
         s.seqmax::text                   as maximum,
         s.seqcache::text                 as cache,
         s.seqcycle                       as cycles,
         case c.relpersistence when 'u' then 'unlogged' else 'permanent' end as persistence,
         case when a.attname is not null then json_build_array(tn.nspname, t.relname, a.attname) end as owner
    from pg_class c
    join pg_namespace n       on n.oid = c.relnamespace
    join pg_sequence s        on s.seqrelid = c.oid
    left join pg_depend d     on d.classid = 'pg_class'::regclass and d.objid = c.oid
                             and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    left join pg_class t      on t.oid = d.refobjid
    left join pg_namespace tn on tn.oid = t.relnamespace
    left join pg_attribute a  on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
   where c.relkind = 'S'
     and d.deptype is distinct from 'i'
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname`;

interface Row extends Omit<SequenceDefinition, "ownedBy"> {
  readonly oid: number;
  readonly owner: readonly string[] | null;
}
export const sequenceReader = defineReader<Row>(query, ({ oid, owner, ...rest }) => ({
  keys: [`pg_class/${oid}`],
  object: {
    id: `sequence:${printName([rest.schema, rest.name])}`,
    kind: "sequence",
    dependsOn: [`schema:${printName([rest.schema])}`],
    definition: { ...rest, ownedBy: owner === null ? null : `column:${printName(owner)}` },
  },
}));

function optionsSql(sequence: SequenceDefinition): string {
  return [
    `AS ${sequence.type}`,
    `START WITH ${sequence.start}`,
    `INCREMENT BY ${sequence.increment}`,
    `MINVALUE ${sequence.minimum}`,
    `MAXVALUE ${sequence.maximum}`,
    `CACHE ${sequence.cache}`,
    sequence.cycles ? "CYCLE" : "NO CYCLE",
  ].join(" ");
}

export function createSequenceSql(sequence: SequenceDefinition): string {
  const kind = sequence.persistence === "unlogged" ? "UNLOGGED SEQUENCE" : "SEQUENCE";
  return `CREATE ${kind} ${quoteQualified(sequence.schema, sequence.name)} ${optionsSql(sequence)}`;
}

export function ownSequenceSql(sequence: SequenceDefinition): string {
  const owner = sequence.ownedBy === null ? "NONE" : sqlNameOf(sequence.ownedBy);
  return `ALTER SEQUENCE ${quoteQualified(sequence.schema, sequence.name)} OWNED BY ${owner}`;
}

/** Sequences that live and die with a column (`serial`) and do not go to another: what makes them, and what ties them to it. */
export function ownedSequencesSql(
  { from, to }: { readonly from: Schema; readonly to: Schema },
  isOwner: (columnId: string) => boolean,
): { readonly ids: readonly string[]; readonly create: readonly string[]; readonly own: readonly string[] } {
  const owned = ownedSequences(from).filter((object) => {
    const owner = object.kind === "sequence" ? define<SequenceDefinition>(object).ownedBy : null;
    if (owner === null || !isOwner(owner)) return false;
    const after = findObject(to, object.id);
    return after === undefined || define<SequenceDefinition>(after).ownedBy === owner;
  });
  const sequences = owned.map((object) => define<SequenceDefinition>(object));
  return { ids: owned.map(({ id }) => id), create: sequences.map(createSequenceSql), own: sequences.map(ownSequenceSql) };
}

const indexes = new WeakMap<Schema, readonly SchemaObject[]>();
function ownedSequences(schema: Schema): readonly SchemaObject[] {
  const owned =
    indexes.get(schema) ??
    schema.objects.filter((object) => object.kind === "sequence" && define<SequenceDefinition>(object).ownedBy !== null);
  indexes.set(schema, owned);
  return owned;
}

function ownDraft(sequence: SequenceDefinition, id: string, before: string | null): StepDraft {
  return draftStep({
    kind: "own-sequence",
    phase: "expand",
    summary:
      sequence.ownedBy === null
        ? `Free sequence ${labelOf(id)} from its column`
        : `Tie sequence ${labelOf(id)} to ${labelOf(sequence.ownedBy)}`,
    statements: [ownSequenceSql(sequence)],
    reverse: [ownSequenceSql({ ...sequence, ownedBy: before })],
    needs: [id, ...(sequence.ownedBy === null ? [] : [sequence.ownedBy])],
    releases: before === null ? [] : [before],
  });
}

/** Whether the sequence goes with its column or the table of it. */
function goesWithOwner(sequence: SequenceDefinition, context: PlanContext): boolean {
  if (sequence.ownedBy === null) return false;
  if (isDropped(context, sequence.ownedBy)) return true;
  const table = findObject(context.from, sequence.ownedBy)?.parent ?? `table:${printName(partsOf(sequence.ownedBy).slice(0, -1))}`;
  return isDropped(context, table);
}

const isNarrowed = (from: SequenceDefinition, to: SequenceDefinition): boolean =>
  BigInt(to.minimum) > BigInt(from.minimum) || BigInt(to.maximum) < BigInt(from.maximum);

/** A sequence that stands outside of its new bounds begins anew. */
function narrowSql(name: string, to: SequenceDefinition): string {
  return `DO $bounds$
BEGIN
  IF (SELECT last_value FROM ${name}) BETWEEN ${to.minimum} AND ${to.maximum} THEN
    ALTER SEQUENCE ${name} ${optionsSql(to)};
  ELSE
    ALTER SEQUENCE ${name} ${optionsSql(to)} RESTART;
  END IF;
END
$bounds$`;
}

function changesSql(name: string, from: SequenceDefinition, to: SequenceDefinition): readonly string[] {
  return [
    ...(optionsSql(from) === optionsSql(to)
      ? []
      : [isNarrowed(from, to) ? narrowSql(name, to) : `ALTER SEQUENCE ${name} ${optionsSql(to)}`]),
    // One that is owned follows its table; said twice it does no harm.
    ...(from.persistence === to.persistence ? [] : [`ALTER SEQUENCE ${name} SET ${to.persistence === "unlogged" ? "UNLOGGED" : "LOGGED"}`]),
  ];
}

function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] {
  const [before, after] = [define<SequenceDefinition>(from), define<SequenceDefinition>(to)];
  const name = quoteQualified(after.schema, after.name);
  const [statements, reverse] = [changesSql(name, before, after), changesSql(name, after, before)];
  const changes =
    statements.length === 0
      ? []
      : [
          draftStep({
            kind: "alter-sequence",
            phase: "expand",
            summary: `Change sequence ${labelOf(to.id)}`,
            statements,
            reverse,
            makes: [to.id],
            needs: to.dependsOn,
          }),
        ];
  return before.ownedBy === after.ownedBy ? changes : [...changes, ownDraft(after, to.id, before.ownedBy)];
}

/** Table of an identity that the sequence takes the place of, and whose own sequence may have its name. */
function heldByIdentity(object: SchemaObject, context: PlanContext): readonly string[] {
  const { ownedBy } = define<SequenceDefinition>(object);
  const column = ownedBy === null ? undefined : findObject(context.from, ownedBy);
  return column === undefined || define<ColumnDefinition>(column).identity === null ? [] : [sqlNameOf(column.parent ?? "")];
}

/** Gives the sequence of an identity another name, where it has one. */
function renameNumbersSql(table: string, { schema, ownedBy }: SequenceDefinition, name: string): string {
  const field = partsOf(ownedBy ?? "").at(-1) ?? "";
  return `DO $numbers$
DECLARE
  dblead_numbers regclass := pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(field)});
BEGIN
  IF dblead_numbers IS NOT NULL AND to_regclass(${quoteLiteral(quoteQualified(schema, name))}) IS NULL THEN
    EXECUTE format('ALTER SEQUENCE %s RENAME TO %I', dblead_numbers, ${quoteLiteral(name)});
  END IF;
END
$numbers$`;
}

export const sequenceKind: ObjectKind = {
  kind: "sequence",
  create: (object, context) => {
    const sequence = define<SequenceDefinition>(object);
    const name = quoteQualified(sequence.schema, sequence.name);
    const held = heldByIdentity(object, context);
    const create = draftStep({
      kind: "create-sequence",
      phase: "expand",
      summary: `Create sequence ${labelOf(object.id)}`,
      statements: [
        ...held.map((table) => renameNumbersSql(table, sequence, `${sequence.name.slice(0, 50)}_old`)),
        createSequenceSql(sequence),
      ],
      reverse: [`DROP SEQUENCE ${name}`, ...held.map((table) => renameNumbersSql(table, sequence, sequence.name))],
      makes: [object.id],
      needs: object.dependsOn,
    });
    return sequence.ownedBy === null ? [create] : [create, ownDraft(sequence, object.id, null)];
  },
  drop: (object, context) => {
    const sequence = define<SequenceDefinition>(object);
    if (goesWithOwner(sequence, context)) return [];
    return [
      draftStep({
        kind: "drop-sequence",
        phase: "contract",
        summary: `Drop sequence ${labelOf(object.id)}`,
        statements: [`DROP SEQUENCE ${quoteQualified(sequence.schema, sequence.name)}`],
        reverse: [createSequenceSql(sequence), ...(sequence.ownedBy === null ? [] : [ownSequenceSql(sequence)])],
        reversibility: withoutRows("the last number that was given out"),
        hazards: [hazard("breaks-running-code", object.id, "Whoever asks it for a number is refused.")],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter,
  describe: (object) => `sequence ${labelOf(object.id)}`,
};
