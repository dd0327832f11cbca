import type { Intent } from "../model/intent.ts";
import { parseName } from "../model/name.ts";
import type { Plan } from "../model/plan.ts";
import { namesOf as namesInBody, type NameUse, objectOf } from "./intent-names.ts";

/** Intents that are carried out as one task, in the order of the requirement; `dependsOn` are indexes of earlier groups. */
export interface Group {
  readonly intents: readonly Intent[];
  readonly dependsOn: readonly number[];
}

/** Names that an intent uses; its body does not hold all of them. */
type NamesOf = (intent: Intent) => readonly NameUse[];

/** Only these may share a field with others of their like without being one change. */
const lookers = new Set(["add-index", "add-reference", "add-rule", "seed-data", "secure", "tune"]);

/**
 * Splits intents into coherent changes: those that touch one field, and those whose steps the plan could not tell apart, stay together.
 * Groups come in an order in which each stands after all that it depends on; what depends on each other in a circle becomes one group.
 */
export function groupIntents(
  intents: readonly Intent[],
  plan: Plan | null,
  how: "by-change" | "whole",
  namesOf: NamesOf = namesInBody,
): readonly Group[] {
  if (how === "whole") return intents.length === 0 ? [] : [{ intents, dependsOn: [] }];
  const parent = intents.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  const join = (a: number, b: number): void => {
    parent[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  };
  for (const [a, one] of intents.entries()) {
    for (let b = a + 1; b < intents.length; b += 1) {
      const other = intents[b];
      if (other !== undefined && isOneChange(one, other, namesOf)) join(a, b);
    }
  }
  for (const step of plan?.steps ?? []) {
    // A gate that several changes wait for, or a check of them, does not make them one.
    if (step.action.kind === "deploy-gate" || step.action.kind === "check") continue;
    const indexes = (step.intents ?? []).map((id) => intents.findIndex((intent) => intent.id === id)).filter((index) => index !== -1);
    for (const index of indexes.slice(1)) join(indexes[0] ?? index, index);
  }
  return orderGroups({ intents, find, join, namesOf });
}

function isOneChange(one: Intent, other: Intent, namesOf: NamesOf): boolean {
  if (lookers.has(one.kind) && lookers.has(other.kind)) return false;
  const [a, b] = [fieldsOf(namesOf(one)), fieldsOf(namesOf(other))];
  if (a.some((name) => b.includes(name))) return true;
  const wholes = [one, other].filter(
    (intent) => intent.kind === "rename-object" || intent.kind === "drop-object" || intent.kind === "adopt-schema",
  );
  if (wholes.some((intent) => intent.kind === "adopt-schema")) return true;
  return wholes.some((intent) =>
    objectsOf(namesOf(intent)).some((name) => objectsOf(namesOf(intent === one ? other : one)).includes(name)),
  );
}

function fieldsOf(uses: readonly NameUse[]): readonly string[] {
  return uses.filter((use) => use.kind === "field" && use.key !== "references").map((use) => use.name);
}
function objectsOf(uses: readonly NameUse[]): readonly string[] {
  return uses.map((use) => (use.kind === "object" ? use.name : objectOf(use.name)));
}

/** Objects that an intent makes, and those that it needs but does not make. */
function madeBy(uses: readonly NameUse[]): readonly string[] {
  return uses.filter((use) => use.kind === "object" && use.expects === "new").map((use) => use.name);
}
function needsOf(uses: readonly NameUse[]): readonly string[] {
  return uses.filter((use) => use.expects === "present").flatMap((use) => (use.kind === "object" ? [use.name] : [objectOf(use.name)]));
}

interface Ordering {
  readonly intents: readonly Intent[];
  readonly find: (index: number) => number;
  readonly join: (a: number, b: number) => void;
  readonly namesOf: NamesOf;
}

function orderGroups({ intents, find, join, namesOf }: Ordering): readonly Group[] {
  for (;;) {
    const roots = [...new Set(intents.map((_, index) => find(index)))];
    const members = new Map(roots.map((root) => [root, intents.filter((_, index) => find(index) === root)]));
    const needs = new Map(
      roots.map((root) => [
        root,
        roots.filter(
          (other) => other !== root && dependsOn((members.get(root) ?? []).map(namesOf), (members.get(other) ?? []).map(namesOf)),
        ),
      ]),
    );
    const order: number[] = [];
    while (order.length < roots.length) {
      const next = roots.find((root) => !order.includes(root) && (needs.get(root) ?? []).every((need) => order.includes(need)));
      if (next === undefined) break;
      order.push(next);
    }
    const stuck = roots.filter((root) => !order.includes(root));
    if (stuck.length === 0) {
      return order.map((root) => ({
        intents: members.get(root) ?? [],
        dependsOn: (needs.get(root) ?? []).map((need) => order.indexOf(need)).sort((a, b) => a - b),
      }));
    }
    for (const root of stuck.slice(1)) join(stuck[0] ?? root, root);
  }
}

function dependsOn(group: readonly (readonly NameUse[])[], other: readonly (readonly NameUse[])[]): boolean {
  const made = other.flatMap(madeBy);
  return group.some((uses) => needsOf(uses).some((name) => made.some((one) => one === name || parseName(one).at(-1) === name)));
}
