import { phases } from "../../../model/plan.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition, IndexMarks, TableDefinition } from "../definitions.ts";
import { labelOf, partsOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { columnIdOf } from "../objects/inheritance.ts";
import { childrenOf, findObject, isAdded } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";

/** What a table has of one index, or says without one: by what subscribers know its rows, and in which order CLUSTER puts them. */
interface Mark {
  /** The index, or the constraint that has it; undefined: the table says it without one. */
  readonly index: SchemaObject | undefined;
  readonly sql: string;
}
interface MarkKind {
  readonly name: string;
  readonly of: (schema: Schema, table: string) => Mark;
  /** What stands while no index can carry the mark. */
  readonly meanwhile: (table: string) => string;
}

const alter = (table: string, action: string): string => `ALTER TABLE ${sqlNameOf(table)} ${action}`;
const nameOf = (index: SchemaObject): string => quoteName(partsOf(index.id).at(-1) ?? "");

function carrier(schema: Schema, table: string, mark: "replicaIdentity" | "clustered"): SchemaObject | undefined {
  return [...childrenOf(schema, table, "index"), ...childrenOf(schema, table, "constraint")].find(
    (object) => define<IndexMarks>(object)[mark],
  );
}

const kinds: readonly MarkKind[] = [
  {
    name: "replica identity",
    of: (schema, table) => {
      const index = carrier(schema, table, "replicaIdentity");
      if (index !== undefined) return { index, sql: alter(table, `REPLICA IDENTITY USING INDEX ${nameOf(index)}`) };
      const found = findObject(schema, table);
      const identity = found === undefined ? "default" : define<TableDefinition>(found).replicaIdentity;
      // An index that is gone without the table having been told otherwise.
      return { index, sql: alter(table, `REPLICA IDENTITY ${identity === "index" ? "NOTHING" : identity.toUpperCase()}`) };
    },
    meanwhile: (table) => alter(table, "REPLICA IDENTITY FULL"),
  },
  {
    name: "order of CLUSTER",
    of: (schema, table) => {
      const index = carrier(schema, table, "clustered");
      return { index, sql: alter(table, index === undefined ? "SET WITHOUT CLUSTER" : `CLUSTER ON ${nameOf(index)}`) };
    },
    meanwhile: (table) => alter(table, "SET WITHOUT CLUSTER"),
  },
];

/**
 * Marks that move from one index of a table to another, or whose index is built anew: set as soon as the new index is there, before the old one goes, and
 * so on the way back. Where both happen at once, the table does without an index for that while. Cost: linear in drafts and in tables with marks.
 */
export function settleMarks(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const tables = new Set(
    [context.from, context.to].flatMap((schema) =>
      schema.objects.flatMap(({ kind, parent, definition }) =>
        (kind === "index" || kind === "constraint") && parent !== undefined && isMarked(definition) ? [parent] : [],
      ),
    ),
  );
  const added = [...tables].flatMap((table) => {
    if (isAdded(context, table) || findObject(context.from, table) === undefined || findObject(context.to, table) === undefined) return [];
    return kinds.flatMap((kind) => draftsOf({ context, drafts, table, kind }));
  });
  return added.length === 0 ? drafts : [...drafts, ...added];
}

function isMarked(definition: SchemaObject["definition"]): boolean {
  const marks = definition as Partial<IndexMarks>;
  return marks.replicaIdentity === true || marks.clustered === true;
}

interface Moving {
  readonly context: PlanContext;
  readonly drafts: readonly StepDraft[];
  readonly table: string;
  readonly kind: MarkKind;
}

function draftsOf(moving: Moving): readonly StepDraft[] {
  const { context, drafts, table, kind } = moving;
  const [before, after] = [kind.of(context.from, table), kind.of(context.to, table)];
  if (before.index === undefined && after.index === undefined) return [];
  const removers = before.index === undefined ? [] : stepsWith(drafts, before.index, "removes");
  const makers = after.index === undefined ? [] : stepsWith(drafts, after.index, "makes");
  if (before.sql === after.sql && removers.length === 0) return [];
  const needs = makers.flatMap(({ makes }) => makes);
  const releases = removers.flatMap(({ removes }) => removes);
  const isAtOnce = after.index !== undefined && (before.sql === after.sql || removers.some((draft) => makers.includes(draft)));
  const phase = lastOf(makers);
  if (!isAtOnce) return [markDraft(moving, { sql: after.sql, back: before.sql, phase, needs, releases, makes: [] })];
  const bare = kind.meanwhile(table);
  const mark = `unmarked:${kind.name}/${table}`;
  return [
    markDraft(moving, { sql: bare, back: before.sql, phase: firstOf(removers), needs: [], releases, makes: [mark] }),
    markDraft(moving, { sql: after.sql, back: bare, phase, needs: [...needs, mark], releases: [], makes: [] }),
  ];
}

/** Steps that take an index away or put it in place, by itself or with a field that changes places. */
function stepsWith(drafts: readonly StepDraft[], index: SchemaObject, what: "removes" | "makes"): readonly StepDraft[] {
  const columns = new Set([
    ...index.dependsOn.filter((id) => id.startsWith("column:")),
    ...(index.kind === "constraint" ? define<ConstraintDefinition>(index).columns : []).map((name) => columnIdOf(index.parent ?? "", name)),
  ]);
  return drafts.filter(
    (draft) =>
      draft[what].includes(index.id) || (draft.makes.some((id) => id.startsWith("cut-over:")) && draft[what].some((id) => columns.has(id))),
  );
}

const placeOf = ({ phase }: StepDraft): number => phases.indexOf(phase);
const lastOf = (drafts: readonly StepDraft[]): StepDraft["phase"] =>
  drafts.toSorted((a, b) => placeOf(b) - placeOf(a))[0]?.phase ?? "expand";
const firstOf = (drafts: readonly StepDraft[]): StepDraft["phase"] =>
  drafts.toSorted((a, b) => placeOf(a) - placeOf(b))[0]?.phase ?? "expand";

interface Marking extends Pick<StepDraft, "phase" | "needs" | "releases" | "makes"> {
  readonly sql: string;
  readonly back: string;
}

function markDraft({ table, kind }: Moving, { sql, back, ...rest }: Marking): StepDraft {
  const label = labelOf(table);
  const isFull = sql.endsWith("REPLICA IDENTITY FULL");
  return draftStep({
    ...rest,
    kind: "mark-table",
    summary: `Set the ${kind.name} of ${label}`,
    statements: [sql],
    reverse: [back],
    blocks: [lock(label, kind.name === "replica identity" ? "ACCESS EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE")],
    hazards: isFull
      ? [hazard("breaks-replication", label, "Every update and delete writes the whole old row for the subscribers.", "note")]
      : [],
  });
}
