import { isEqualJson } from "../../../model/json.ts";
import type { Action } from "../../../model/plan.ts";
import type { Schema } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { GrantDefinition } from "../definitions.ts";
import type { DefaultPrivilegesDefinition } from "../objects/default-privileges.ts";
import { define } from "../objects/draft.ts";
import { createGrantSql, initialPrivileges, targetOf } from "../objects/grant.ts";
import { childrenOf, findObject, isAdded, isDropped } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";

const classes: Readonly<Record<string, string>> = {
  table: "TABLES",
  view: "TABLES",
  "materialized-view": "TABLES",
  "foreign-table": "TABLES",
  sequence: "SEQUENCES",
  function: "FUNCTIONS",
  aggregate: "FUNCTIONS",
  schema: "SCHEMAS",
  enum: "TYPES",
  domain: "TYPES",
  "composite-type": "TYPES",
  "range-type": "TYPES",
  "base-type": "TYPES",
};

/**
 * Objects that are made while default privileges hold get what those say: the steps that make them, and the ways back that bring them back, take away
 * what the wanted schema does not give, and give back what it does.
 */
export function underDefaultPrivileges(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const [before, after] = [defaultsOf(context.from), defaultsOf(context.to)];
  if (before.length === 0 && after.length === 0) return drafts;
  const either = [...before, ...after.filter((one) => !before.some((other) => isEqualJson({ ...one }, { ...other })))];
  return drafts.map((draft) => {
    // What goes for a moment comes back under what holds by then: before or after, whichever that is.
    const isMoment = draft.kind === "put-dependents-back" || draft.kind === "take-dependents-away";
    const made = isMoment || draft.kind.startsWith("create-") ? draft.makes : [];
    const gone = isMoment || draft.kind.startsWith("drop-") ? draft.removes : [];
    const forward = (id: string): Moment =>
      isMoment || !isAdded(context, id) ? { defaults: either, grants: "stand" } : { defaults: before, grants: "follow" };
    const back = (id: string): Moment => ({ defaults: isMoment || !isDropped(context, id) ? either : after, grants: "stand" });
    const [reverse, ...others] = draft.reverse;
    return {
      ...draft,
      action: withStatements(
        draft.action,
        made.flatMap((id) => settledSql(context.to, id, forward(id))),
      ),
      reverse:
        reverse === undefined
          ? []
          : [
              withStatements(
                reverse,
                gone.flatMap((id) => settledSql(context.from, id, back(id))),
              ),
              ...others,
            ],
    };
  });
}

function withStatements(action: Action, statements: readonly string[]): Action {
  return action.kind === "statements" && statements.length > 0 ? { ...action, statements: [...action.statements, ...statements] } : action;
}

function defaultsOf(schema: Schema): readonly DefaultPrivilegesDefinition[] {
  return schema.objects.flatMap((object) => (object.kind === "default-privileges" ? [define<DefaultPrivilegesDefinition>(object)] : []));
}

interface Moment {
  readonly defaults: readonly DefaultPrivilegesDefinition[];
  /** Whether the object's own grants are made later, or stand already. */
  readonly grants: "follow" | "stand";
}

/** What makes the privileges on a new object those of `schema`, for every role that default privileges name. */
function settledSql(schema: Schema, id: string, moment: Moment): readonly string[] {
  const object = findObject(schema, id);
  const on = object === undefined ? undefined : classes[object.kind];
  if (object === undefined || on === undefined) return [];
  const place = (object.definition as { readonly schema?: string }).schema;
  const holding = moment.defaults.filter((one) => one.role === null && one.on === on && (one.schema === null || one.schema === place));
  const grantees = new Set(
    holding.flatMap((one) => [...Object.keys(one.privileges), ...Object.keys(one.initial)].filter((name) => name !== "OWNER")),
  );
  return [...grantees].toSorted().flatMap((grantee) => {
    const given = holding.flatMap((one) => one.privileges[grantee] ?? []).toSorted();
    const grant = childrenOf(schema, id, "grant").find((child) => define<GrantDefinition>(child).grantee === grantee);
    const usual = initialPrivileges({ on: id, target: targetOf(object), grantee, privileges: [] });
    const wanted = grant === undefined ? usual : define<GrantDefinition>(grant).privileges;
    if (given.join() === wanted.toSorted().join()) return [];
    const name = grantee === "PUBLIC" ? grantee : quoteName(grantee);
    const revoke = given.length === 0 ? [] : [`REVOKE ALL ON ${targetOf(object)} FROM ${name}`];
    if (grant !== undefined) return moment.grants === "follow" ? revoke : [...revoke, ...createGrantSql(grant)];
    return usual.length === 0 ? revoke : [...revoke, `GRANT ${usual.join(", ")} ON ${targetOf(object)} TO ${name}`];
  });
}
