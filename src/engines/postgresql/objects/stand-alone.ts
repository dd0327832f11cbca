import type { Hazard } from "../../../model/hazard.ts";
import type { Block, Phase, Reversibility } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, exactly } from "./draft.ts";

/** What one moment of an object's life asks of a running system. */
interface Effects {
  readonly hazards?: readonly Hazard[];
  readonly blocks?: readonly Block[];
  readonly reversibility?: Reversibility;
  readonly phase?: Phase;
  /** Ids that have to be there first, besides those that the object depends on. */
  readonly needs?: readonly string[];
  /** Ids that may go only afterwards, besides those that the object depends on. */
  readonly releases?: readonly string[];
  readonly transaction?: "own";
}
/** Statements for the way there and the way back. */
export interface Alteration extends Effects {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** Ids of objects that are changed along with it. */
  readonly along?: readonly string[];
}

/** A kind that stands on its own, by its statements; phases, order and the way back follow from them. */
export interface StandAlone<D> {
  readonly kind: string;
  /** The kind as people call it. */
  readonly noun: string;
  readonly create: (definition: D, object: SchemaObject) => readonly string[];
  readonly drop: (definition: D, object: SchemaObject) => readonly string[];
  /** Null: the server has no ALTER for this difference. */
  readonly alter: (from: D, to: D, around: { readonly context: PlanContext; readonly id: string }) => Alteration | null;
  readonly whenCreated?: (definition: D, object: SchemaObject, context: PlanContext) => Effects;
  readonly whenDropped?: (definition: D, object: SchemaObject, context: PlanContext) => Effects;
}

/** The object kind that `plan` describes. Drops stand in the contract phase, all else in the expand phase unless the effects say otherwise. */
export function standAlone<D>(plan: StandAlone<D>): ObjectKind {
  const describe = (object: SchemaObject): string => `${plan.noun} ${labelOf(object.id)}`;
  const word = plan.kind;
  return {
    kind: plan.kind,
    describe,
    create: (object, context) => {
      const definition = define<D>(object);
      const effects = plan.whenCreated?.(definition, object, context) ?? {};
      const statements = plan.create(definition, object);
      if (statements.length === 0) return [];
      return [
        draftStep({
          kind: `create-${word}`,
          phase: effects.phase ?? "expand",
          summary: `Create ${describe(object)}`,
          statements,
          reverse: plan.drop(definition, object),
          ...partsOf(effects),
          makes: [object.id],
          needs: [...new Set([...object.dependsOn, ...(effects.needs ?? [])])],
        }),
      ];
    },
    drop: (object, context) => {
      const definition = define<D>(object);
      const effects = plan.whenDropped?.(definition, object, context) ?? {};
      return [
        draftStep({
          kind: `drop-${word}`,
          phase: effects.phase ?? "contract",
          summary: `Drop ${describe(object)}`,
          statements: plan.drop(definition, object),
          reverse: plan.create(definition, object),
          ...partsOf(effects),
          removes: [object.id],
          needs: effects.needs ?? [],
          releases: [...new Set([...object.dependsOn, ...(effects.releases ?? [])])],
        }),
      ];
    },
    alter: (from, to, context) => {
      const alteration = plan.alter(define<D>(from), define<D>(to), { context, id: from.id });
      return alteration === null ? null : alterationDrafts(alteration, { from, to, kind: `alter-${word}`, name: describe(to) });
    },
  };
}

interface Altered {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly kind: string;
  readonly name: string;
}
function alterationDrafts(alteration: Alteration, { from, to, kind, name }: Altered): readonly StepDraft[] {
  if (alteration.up.length === 0) return [];
  const along = alteration.along ?? [];
  return [
    draftStep({
      kind,
      phase: alteration.phase ?? "expand",
      summary: `Change ${name}`,
      statements: alteration.up,
      reverse: alteration.down,
      ...partsOf(alteration),
      makes: [to.id, ...along],
      needs: [...new Set([...to.dependsOn, ...(alteration.needs ?? [])])],
      ...(alteration.phase === "contract" ? { removes: [from.id, ...along] } : {}),
      releases: from.dependsOn.filter((id) => !to.dependsOn.includes(id)),
    }),
  ];
}

function partsOf(effects: Effects): Pick<StepDraft, "reversibility"> & Pick<Effects, "hazards" | "blocks" | "transaction"> {
  return {
    reversibility: effects.reversibility ?? exactly,
    ...(effects.hazards === undefined ? {} : { hazards: effects.hazards }),
    ...(effects.blocks === undefined ? {} : { blocks: effects.blocks }),
    ...(effects.transaction === undefined ? {} : { transaction: effects.transaction }),
  };
}

/** An alteration whose way back is the same alteration the other way round; null where either way has none. */
export function bothWays<D>(from: D, to: D, way: (from: D, to: D) => readonly string[] | null, effects: Effects = {}): Alteration | null {
  const [up, down] = [way(from, to), way(to, from)];
  return up === null || down === null ? null : { up, down, ...effects };
}
