import { LeadError } from "../../../model/error.ts";
import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PolicyDefinition, TriggerDefinition, ViewDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { replaceColumns, tokenize } from "../plan/expression.ts";
import type { DesignState } from "./state.ts";
import { creationOf, heldBy, sortObjects } from "../plan/swap.ts";
import { quoteName } from "../quote.ts";
import type { Piece } from "./piece.ts";

export interface Replacement {
  readonly table: { readonly schema: string; readonly name: string };
  /** Old field → expression over the new fields; a field without one cannot be expressed any more. */
  readonly expressions: Readonly<Record<string, string>>;
  readonly newFields: readonly string[];
}

/**
 * Statements around a change that takes fields away: dependents go first and come back with the old field replaced by what it can be made from.
 * Bodies of functions are text: they are reported, not guessed at.
 */
export function aroundDependents(
  state: DesignState,
  columnIds: readonly string[],
  replacement: Replacement,
  inner: readonly string[],
): Piece {
  const schema = state.current;
  const held = sortObjects(heldBy(schema, columnIds));
  const bound = held.filter((object) => object.kind === "function");
  if (bound.length > 0) {
    throw new LeadError(
      "intent-unsupported",
      `${bound.map((object) => labelOf(object.id)).join(", ")} is bound to a field that goes; give its new body in the requirement first.`,
    );
  }
  const direct = (object: SchemaObject): boolean => object.dependsOn.some((id) => columnIds.includes(id));
  const lost = held.filter((object) => direct(object) && !canRewrite(object, replacement));
  const goneIds = new Set(lost.flatMap((object) => [object.id, ...heldBy(schema, [object.id]).map((other) => other.id)]));
  const back = held
    .filter((object) => !goneIds.has(object.id))
    .map((object) => (direct(object) ? relink(rewrite(object, replacement), columnIds, replacement) : object));
  const context = { request: requestStub, changes: [], from: schema, to: schema };
  const attached = schema.objects.filter(
    (object) => /^(grant|comment|index)$/.test(object.kind) && back.some((other) => other.id === object.parent),
  );
  const down = creationOf(context, held).down;
  const up = creationOf(context, [...back, ...attached]).up;
  state.current = withRewritten(schema, back, goneIds);
  return {
    statements: [...down, ...inner, ...up],
    remarks: [...remarksOn(lost, columnIds), ...bodyRemarks(schema, columnIds)],
    ids: held.map((object) => object.id),
  };
}

/** Later intents see dependents as this one left them. */
function withRewritten(schema: Schema, back: readonly SchemaObject[], gone: ReadonlySet<string>): Schema {
  const byId = new Map(back.map((object) => [object.id, object]));
  return { ...schema, objects: schema.objects.filter((object) => !gone.has(object.id)).map((object) => byId.get(object.id) ?? object) };
}

const requestStub = {
  from: { engine: "postgresql", version: "18", objects: [], unmodelled: [] },
  to: { engine: "postgresql", version: "18", objects: [], unmodelled: [] },
  version: "18",
  variant: null,
  strategy: "direct",
  renames: {},
  rules: [],
  allow: [],
  format: null,
  sizes: {},
  origins: {},
  label: "design",
} as const;

function remarksOn(lost: readonly SchemaObject[], columnIds: readonly string[]): readonly string[] {
  return lost.map(
    (object) =>
      `breaks-dependents: ${object.kind} ${labelOf(object.id)} uses ${columnIds.map(labelOf).join(", ")}, which cannot be made from what stays; it goes too.`,
  );
}

function bodyRemarks(schema: Schema, columnIds: readonly string[]): readonly string[] {
  const functions = schema.objects.filter((object) => object.kind === "function" && object.dependsOn.some((id) => columnIds.includes(id)));
  return functions.map(
    (object) =>
      `breaks-dependents: the body of function ${labelOf(object.id)} uses ${columnIds.map(labelOf).join(", ")}; it must be rewritten by hand.`,
  );
}

/** What rested on the old fields rests on the new ones. */
function relink(object: SchemaObject, columnIds: readonly string[], replacement: Replacement): SchemaObject {
  const fresh = replacement.newFields.map((name) => `column:${printName([replacement.table.schema, replacement.table.name, name])}`);
  return { ...object, dependsOn: [...object.dependsOn.filter((id) => !columnIds.includes(id)), ...fresh] };
}

function fieldsUsed(object: SchemaObject, replacement: Replacement): readonly string[] {
  return Object.keys(replacement.expressions).filter(
    (name) =>
      replacement.expressions[name] === "" &&
      object.dependsOn.includes(`column:${printName([replacement.table.schema, replacement.table.name, name])}`),
  );
}

function canRewrite(object: SchemaObject, replacement: Replacement): boolean {
  if (object.kind === "trigger") return replacement.newFields.length > 0;
  return fieldsUsed(object, replacement).length === 0;
}

function rewrite(object: SchemaObject, replacement: Replacement): SchemaObject {
  switch (object.kind) {
    case "view":
    case "materialized-view": {
      const view = define<ViewDefinition>(object);
      return { ...object, definition: { ...view, query: rewriteQuery(view.query, replacement) } };
    }
    case "policy": {
      const policy = define<PolicyDefinition>(object);
      const put = (text: string | null): string | null => (text === null ? null : rewriteExpression(text, replacement, () => true));
      return { ...object, definition: { ...policy, using: put(policy.using), check: put(policy.check) } };
    }
    case "trigger": {
      const trigger = define<TriggerDefinition>(object);
      const [head = "", ...tail] = trigger.text.split(" ON ");
      const fields = replacement.newFields.map(quoteName).join(", ");
      const named = Object.keys(replacement.expressions).reduce(
        (text, name) => text.replace(new RegExp(`\\b${name}\\b`, "g"), fields),
        head,
      );
      return { ...object, definition: { ...trigger, text: [named, ...tail].join(" ON ") } };
    }
    default:
      return object;
  }
}

/** Names under which a query calls the table: its own, or its aliases. */
function aliasesOf(query: string, table: Replacement["table"]): ReadonlySet<string> {
  const tokens = tokenize(query).filter((token) => token.kind !== "space");
  const names = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    if (token.name !== table.schema || tokens[at + 1]?.text !== "." || tokens[at + 2]?.name !== table.name) continue;
    const next = tokens[at + 3];
    const alias = next?.name === "as" ? tokens[at + 4] : next;
    const isAlias =
      alias?.kind === "name" &&
      !/^(where|join|left|right|full|inner|cross|natural|on|using|group|order|having|limit|union|intersect|except|window|for|offset|fetch|tablesample)$/.test(
        alias.name,
      );
    names.add(isAlias ? alias.name : table.name);
  }
  return names;
}

export function rewriteQuery(query: string, replacement: Replacement): string {
  const aliases = aliasesOf(query, replacement.table);
  return rewriteExpression(query, replacement, (qualifier) => qualifier === null || aliases.has(qualifier));
}

function rewriteExpression(text: string, replacement: Replacement, isOurs: (qualifier: string | null) => boolean): string {
  return replaceColumns(text, (name, qualifier, place) => {
    const expression = Object.hasOwn(replacement.expressions, name) ? replacement.expressions[name] : undefined;
    if (expression === undefined || expression === "" || !isOurs(qualifier)) return undefined;
    const qualified =
      qualifier === null
        ? expression
        : replaceColumns(expression, (field) =>
            replacement.newFields.includes(field) ? `${quoteName(qualifier)}.${quoteName(field)}` : undefined,
          );
    const whole = /^[\w."]+$/.test(qualified) ? qualified : `(${qualified})`;
    return place === "output" ? `${whole} AS ${quoteName(name)}` : whole;
  });
}
