import { printName } from "../../../model/name.ts";
import type { Form, FormResult, PlanContext } from "../../step-draft.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define } from "../objects/draft.ts";
import { fillDrafts, filledCheck, notNullDrafts } from "../plan/fill.ts";
import { changesOf } from "../plan/place.ts";

/** A field becomes required without reading the table under a lock that stops others. */
export const notNullThroughCheck: Form = {
  id: "not-null-through-check",
  summary: "Prove a NOT VALID check first, SET NOT NULL on its strength, drop the check.",
  apply: (context) =>
    changesOf(context, "column").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "modify") return [];
      const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
      if (before.notNull || !after.notNull) return [];
      const optional: SchemaObject = { ...change.to, definition: { ...(change.to.definition as object), notNull: false } };
      const rest = kindOf("column").alter(change.from, optional, context);
      if (rest === null) return [];
      const drafts = rest.map((draft) => ({ ...draft, makes: [...draft.makes, `set:${change.to.id}`] }));
      const fill = fillOf(context, after);
      const needs = [...change.to.dependsOn];
      if (fill === undefined) {
        return [
          {
            claimed: [change],
            drafts: [...drafts, ...notNullDrafts(context, change.to, { phase: "expand", needs })],
            carries: [],
            prechecks: [filledCheck(context, change.from)],
          },
        ];
      }
      const { job, guard } = fillDrafts(context, change.to, fill, "old");
      const carry = {
        objectBefore: printName([after.schema, after.table]),
        objectAfter: printName([after.schema, after.table]),
        fieldBefore: after.name,
        fieldAfter: after.name,
      };
      return [
        {
          claimed: [change],
          drafts: [...drafts, job, guard, ...notNullDrafts(context, change.to, { phase: "contract", needs: [`guard:${change.to.id}`] })],
          carries: [{ ...carry, forward: `coalesce(${after.name}, ${fill})`, backward: null }],
          prechecks: [],
        },
      ];
    }),
};

/** The expression that a rule gives for rows without a value. */
export function fillOf(context: PlanContext, column: ColumnDefinition): string | undefined {
  const label = printName([column.schema, column.table]);
  return context.request.rules.find((rule) => rule.kind === "fill" && rule.object === label && rule.to.includes(column.name))?.forward[
    column.name
  ];
}
