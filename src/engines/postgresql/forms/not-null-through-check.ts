import { printName } from "../../../model/name.ts";
import type { Form, FormResult, PlanContext } from "../../step-draft.ts";
import type { JsonValue } from "../../../model/json.ts";
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
      // Numbering wants a column that is required, and takes over from the default in one go: it comes last.
      const gains = before.identity === null && after.identity !== null;
      const optional = withMembers(change.to, { notNull: false, ...(gains ? { identity: null, default: before.default } : {}) });
      const rest = kindOf("column").alter(change.from, optional, context);
      const last = gains ? kindOf("column").alter(withMembers(optional, { notNull: true }), change.to, context) : [];
      if (rest === null || last === null) return [];
      const filled = `filled:${change.to.parent ?? ""}.${after.name}`;
      const drafts = [
        ...rest.map((draft) => ({ ...draft, makes: [...draft.makes, `set:${change.to.id}`] })),
        ...last.map((draft) => ({ ...draft, needs: [...draft.needs, filled] })),
      ];
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

function withMembers(object: SchemaObject, members: Readonly<Record<string, JsonValue>>): SchemaObject {
  return { ...object, definition: { ...(object.definition as object), ...members } };
}

/** The expression that a rule gives for rows without a value. */
export function fillOf(context: PlanContext, column: ColumnDefinition): string | undefined {
  const label = printName([column.schema, column.table]);
  return context.request.rules.find((rule) => rule.kind === "fill" && rule.object === label && rule.to.includes(column.name))?.forward[
    column.name
  ];
}
