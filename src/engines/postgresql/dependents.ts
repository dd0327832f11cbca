import type { Change } from "../../model/change.ts";
import type { JsonValue } from "../../model/json.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { PlanContext, StepDraft } from "../step-draft.ts";
import type { ColumnDefinition, DomainDefinition, FunctionDefinition } from "./definitions.ts";
import { draftsForChange, kindOf } from "./objects.ts";
import { sqlNameOf } from "./objects/address.ts";
import { define } from "./objects/draft.ts";
import { replacedKinds } from "./objects/stand-alone-kinds.ts";
import { findObject, modificationOf } from "./objects/surroundings.ts";
import { usersOf } from "./plan/users.ts";

/** What becomes of a touched object: it is gone for a while or for good, or a column gets another type where it stands. */
type Fate = "gone" | "retyped";

/**
 * Objects that the server would refuse to leave in place, or would take along silently, while `touched` (ids of the schema before: dropped, replaced,
 * or columns whose type changes) is changed: views, functions over their rows, policies, triggers, generated columns, indexes and keys that hang on them,
 * with their grants and comments. Each is given as a drop of what it was and an add of what it shall be; a default or a domain's column as two
 * modifications. The pairs replace any change of the same objects in `context.changes`. Cost: linear in the dependencies of the schema before.
 */
function recreateDependents(context: PlanContext, touched: readonly string[], handled: ReadonlySet<string>): readonly Change[] {
  const walk = new Walk(context, handled);
  for (const id of touched) walk.touch(id, fateOf(id, context));
  return walk.finish();
}

/** What {@link makeWay} leaves to do change by change, and what it does itself. */
export interface Way {
  readonly changes: readonly Change[];
  readonly drafts: readonly StepDraft[];
}

/**
 * Dependents of what `changes` take away, which no form and no swap has in `handled` (ids before and after): they go and come in the same phase.
 * `context.changes` names all changes of the plan.
 */
export function makeWay(context: PlanContext, changes: readonly Change[], handled: ReadonlySet<string>): Way {
  const around = withoutReplacements(context);
  const touched = changes.flatMap((change) => {
    // What is made anew under its name brings its columns and indexes along, and its dependents are a swap's.
    if (change.kind === "rename" || isRemade(change)) return [];
    return draftsForChange(change, around).flatMap((draft) => draft.removes.filter((id) => findObject(context.from, id) !== undefined));
  });
  const family = changes.flatMap((change) => alongWith(change, around));
  const remade = changes.filter(isRemade).flatMap((change) => draftsForChange(change, around).flatMap(({ removes }) => removes));
  const pairs = recreateDependents(context, touched, new Set([...handled, ...remade, ...family]));
  const moved = new Set(pairs.map(idBefore));
  return {
    changes: changes.filter((change) => !moved.has(idBefore(change))),
    drafts: recreationDrafts(around, pairs),
  };
}

/** What the step that makes a type anew makes anew with it, columns that change over included. */
function alongWith(change: Change, context: PlanContext): readonly string[] {
  if (change.kind !== "modify" || !/^(?:enum|domain)$/.test(change.to.kind)) return [];
  const drafts = kindOf(change.to.kind).alter(change.from, change.to, context) ?? [];
  return drafts.flatMap(({ removes }) => removes).filter((id) => id !== change.from.id);
}

const isRemade = (change: Change): boolean => change.kind === "modify" && replacedKinds.has(change.to.kind);

function recreationDrafts(around: PlanContext, pairs: readonly Change[]): readonly StepDraft[] {
  const moved = new Set(pairs.map(idBefore));
  const others = around.changes.filter((change) => !moved.has(idBefore(change)));
  const context: PlanContext = { ...around, changes: [...others, ...pairs] };
  const first = new Set<string>();
  return pairs
    .flatMap((change) => {
      const drafts = draftsForChange(change, context);
      if (change.kind !== "modify") return drafts;
      // Of two modifications the first makes way and the second puts in place.
      const isFirst = !first.has(change.from.id);
      first.add(change.from.id);
      return drafts.map((draft) => ({ ...draft, ...(isFirst ? { makes: [] } : { removes: [] }) }));
    })
    .map((draft) => ({ ...draft, phase: "expand" }));
}

/** The same plan with each replacement as a drop and an add, so that what hangs on a replaced object knows that it goes along. */
function withoutReplacements(context: PlanContext): PlanContext {
  const changes = context.changes.flatMap((change): readonly Change[] => {
    if (change.kind !== "modify" || kindOf(change.to.kind).alter(change.from, change.to, context) !== null) return [change];
    return [
      { kind: "drop", object: change.from },
      { kind: "add", object: change.to },
    ];
  });
  return { ...context, changes };
}

/** Moves to the contract phase what cannot come before something there: a removal before its release, a use before its making, one half of a replacement. */
export function settlePhases(drafts: readonly StepDraft[]): readonly StepDraft[] {
  const settled = [...drafts];
  for (let changed = true; changed; ) {
    changed = false;
    const late = settled.filter(({ phase }) => phase === "contract");
    const early = new Set(settled.filter(({ phase }) => phase !== "contract").flatMap(({ makes }) => makes));
    const [made, removed, released] = [idsOf(late, "makes"), idsOf(late, "removes"), idsOf(late, "releases")];
    for (const [index, draft] of settled.entries()) {
      if (draft.phase === "contract") continue;
      const mustWait =
        draft.removes.some((id) => released.has(id) || made.has(id)) ||
        draft.makes.some((id) => removed.has(id)) ||
        draft.needs.some((id) => made.has(id) && !early.has(id) && removed.has(id));
      if (!mustWait) continue;
      settled[index] = { ...draft, phase: "contract" };
      changed = true;
    }
  }
  return settled;
}

function idsOf(drafts: readonly StepDraft[], member: "makes" | "removes" | "releases"): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => draft[member]));
}

function idBefore(change: Change): string {
  return change.kind === "add" || change.kind === "drop" ? change.object.id : change.from.id;
}

function fateOf(id: string, context: PlanContext): Fate {
  if (!id.startsWith("column:")) return "gone";
  const change = modificationOf(context, id);
  const isAltered = change?.kind === "modify" && kindOf("column").alter(change.from, change.to, context) !== null;
  const ownedByRebuild = change === undefined && findObject(context.to, id) !== undefined;
  return isAltered || ownedByRebuild ? "retyped" : "gone";
}

class Walk {
  readonly #context: PlanContext;
  readonly #handled: ReadonlySet<string>;
  readonly #dropped: ReadonlySet<string>;
  readonly #renamed: ReadonlyMap<string, SchemaObject>;
  readonly #fates = new Map<string, Fate>();
  readonly #pairs = new Map<string, readonly Change[]>();

  constructor(context: PlanContext, handled: ReadonlySet<string>) {
    this.#context = context;
    this.#handled = handled;
    this.#dropped = new Set(context.changes.flatMap((change) => (change.kind === "drop" ? [change.object.id] : [])));
    this.#renamed = new Map(context.changes.flatMap((change) => (change.kind === "rename" ? [[change.from.id, change.to] as const] : [])));
  }

  touch(id: string, fate: Fate): void {
    const queue: { readonly id: string; readonly fate: Fate }[] = [{ id, fate }];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (this.#fates.get(at.id) === "gone" || this.#fates.get(at.id) === at.fate) continue;
      this.#fates.set(at.id, at.fate);
      for (const user of usersOf(this.#context.from, at.id)) {
        const next = this.#affect(user, at);
        if (next !== null) queue.push({ id: user.id, fate: next });
      }
    }
  }

  finish(): readonly Change[] {
    return [...this.#pairs.values()].flat();
  }

  #afterwards(id: string): SchemaObject | undefined {
    return this.#renamed.get(id) ?? findObject(this.#context.to, id);
  }

  /** What happens to `user` when `used` is touched; null: it stays as it is. */
  #affect(user: SchemaObject, used: { readonly id: string; readonly fate: Fate }): Fate | null {
    const after = this.#afterwards(user.id);
    if (after === undefined || this.#dropped.has(user.id) || this.#handled.has(user.id)) return null;
    const change = modificationOf(this.#context, user.id);
    if (change === undefined && !needsOut(user, used, this.#context.from)) return null;
    if (change !== undefined && (!after.dependsOn.includes(used.id) || !needsOut(user, used, this.#context.from))) return null;
    if (user.kind === "column" && define<ColumnDefinition>(user).generated === null) return this.#detach(user, after, used.id);
    this.#pairs.set(user.id, [
      { kind: "drop", object: user },
      { kind: "add", object: after },
    ]);
    return "gone";
  }

  /** A column keeps its rows: its default, or the domain it is of, is taken off and put back. */
  #detach(user: SchemaObject, after: SchemaObject, used: string): Fate | null {
    const column = define<ColumnDefinition>(user);
    const domain = used.startsWith("domain:") ? findObject(this.#context.from, used) : undefined;
    if (column.default === null && domain === undefined) return null;
    const bare: JsonValue = {
      ...(user.definition as { readonly [key: string]: JsonValue }),
      default: null,
      ...(domain === undefined ? {} : { type: column.type.endsWith("[]") ? `${baseOf(domain)}[]` : baseOf(domain) }),
    };
    const between: SchemaObject = {
      ...user,
      dependsOn: user.dependsOn.filter((id) => id !== used && !id.startsWith("function:")),
      definition: bare,
    };
    this.#pairs.set(user.id, [
      { kind: "modify", from: user, to: between },
      { kind: "modify", from: between, to: after },
    ]);
    return domain === undefined ? null : "retyped";
  }
}

function baseOf(domain: SchemaObject): string {
  return define<DomainDefinition>(domain).type;
}

/** Kinds that a change of a column's type must not find in place (documentation of ALTER TABLE … TYPE, and the server's refusals). */
const refusesNewType: ReadonlySet<string> = new Set(["view", "materialized-view", "trigger", "policy"]);

function needsOut(user: SchemaObject, used: { readonly id: string; readonly fate: Fate }, schema: Schema): boolean {
  if (user.kind === "function") return bindsTo(define<FunctionDefinition>(user), user.id, used.id);
  if (used.fate === "retyped") {
    if (user.kind === "column") return define<ColumnDefinition>(user).generated !== null;
    return refusesNewType.has(user.kind);
  }
  if (user.kind === "table" || user.kind === "schema") return false;
  // A column or a key of a table that goes is dropped in its own right, or was never to stay.
  if (user.parent === used.id && (user.kind === "column" || user.kind === "constraint"))
    return findObject(schema, used.id)?.kind !== "table";
  if (user.kind === "column") {
    const column = define<ColumnDefinition>(user);
    if (used.id.startsWith("domain:") || column.generated !== null) return true;
    return column.default !== null && (used.id.startsWith("function:") || used.id.startsWith("sequence:"));
  }
  return true;
}

/** Whether the server itself ties a function to an object: by its signature, or by a body of the standard's form. Other bodies are bound when they run. */
function bindsTo(definition: FunctionDefinition, id: string, used: string): boolean {
  if (definition.language === "sql" && !/\nAS \$/.test(definition.text)) return true;
  if (used.startsWith("column:") || used.startsWith("function:")) return false;
  const signature = `${id} ${definition.arguments} ${definition.returns ?? ""}`;
  return signature.includes(sqlNameOf(used));
}
