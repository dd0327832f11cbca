import { phases } from "../model/plan.ts";
import type { StepDraft } from "./step-draft.ts";

const goneMark = "gone:";
/** A need: that what removes the id has been done, where this phase does. */
export function gone(id: string): string {
  return `${goneMark}${id}`;
}

/**
 * Orders drafts by phase, then by what they make, need, remove and release; among equals the given order stands.
 * A cycle is broken at its first draft in the given order. Cost: O(n + edges), edges by id, not by pair.
 */
export function orderDrafts(drafts: readonly StepDraft[]): readonly StepDraft[] {
  return phases.flatMap((phase) => orderPhase(drafts.filter((draft) => draft.phase === phase)));
}

function orderPhase(drafts: readonly StepDraft[]): readonly StepDraft[] {
  const makers = group(drafts, (draft) => draft.makes);
  const removers = group(drafts, (draft) => draft.removes);
  const releasers = group(drafts, (draft) => draft.releases);
  const before = drafts.map((draft, index) => {
    const earlier = new Set<number>();
    for (const id of draft.needs) for (const maker of makers.get(id) ?? []) earlier.add(maker);
    for (const id of draft.needs)
      if (id.startsWith(goneMark)) for (const remover of removers.get(id.slice(goneMark.length)) ?? []) earlier.add(remover);
    for (const id of draft.removes) for (const releaser of releasers.get(id) ?? []) earlier.add(releaser);
    for (const id of draft.makes) for (const remover of removers.get(id) ?? []) earlier.add(remover);
    earlier.delete(index);
    return earlier;
  });
  const done = new Set<number>();
  const underway = new Set<number>();
  const ordered: StepDraft[] = [];
  for (let root = 0; root < drafts.length; root += 1) {
    visitFrom(root, { before, done, underway, place: (index) => ordered.push(drafts[index] as StepDraft) });
  }
  return ordered;
}

interface Walk {
  readonly before: readonly ReadonlySet<number>[];
  readonly done: Set<number>;
  readonly underway: Set<number>;
  readonly place: (index: number) => void;
}

/** Depth-first without recursion: schemas of ten thousand tables must not exhaust the stack. */
function visitFrom(root: number, walk: Walk): void {
  const stack: { readonly index: number; readonly left: number[] }[] = [];
  const enter = (index: number): void => {
    if (walk.done.has(index) || walk.underway.has(index)) return;
    walk.underway.add(index);
    stack.push({ index, left: [...(walk.before[index] ?? [])].sort((a, b) => b - a) });
  };
  enter(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = top.left.pop();
    if (next !== undefined) {
      enter(next);
      continue;
    }
    stack.pop();
    walk.underway.delete(top.index);
    walk.done.add(top.index);
    walk.place(top.index);
  }
}

function group(drafts: readonly StepDraft[], ids: (draft: StepDraft) => readonly string[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, draft] of drafts.entries()) {
    for (const id of ids(draft)) {
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [index]);
      else group.push(index);
    }
  }
  return groups;
}
