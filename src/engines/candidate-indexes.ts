import { type CandidateIndex, printIndexes, type Proposal } from "./tune.ts";

/** What a query does with one object that it reads: once for each time that it stands in it. Keys are the engine's text of a field or an expression. */
export interface ObjectUse {
  /** Outline label. */
  readonly object: string;
  /** Compared for equality with a value. */
  readonly equal: readonly string[];
  /** Compared for equality with a field of another object. */
  readonly joined: readonly string[];
  /** Bounded on a side or both. */
  readonly ranges: readonly string[];
  /** The order that is asked for, with directions; empty where it mixes objects. */
  readonly sorts: readonly string[];
  /** Conditions on constants, which an index over some rows only could have; `key` is what they compare. */
  readonly conditions: readonly { readonly text: string; readonly key: string }[];
  /** Every field that is read; null: all of them. */
  readonly needs: readonly string[] | null;
  /** Indexes of other kinds than the usual. */
  readonly special: readonly CandidateIndex[];
  /** Keys of each arm of an OR over this object alone. */
  readonly arms: readonly (readonly string[])[];
}

/** More fields than these are not carried along. */
const mostCarried = 4;
const mostKeys = 4;
const mostTrials = 24;

/** Indexes that a B-tree planner may use for these: equality first, then range or order; with the fields read, and over some rows only. */
export function proposeFor(uses: readonly ObjectUse[]): Proposal["trials"] {
  const perUse = uses.map((use) => proposeForOne(use));
  // The best guess for each object first: the list is cut.
  const longest = Math.max(0, ...perUse.map((trials) => trials.length));
  const mixed = Array.from({ length: longest }, (_, index) => perUse.flatMap((trials) => trials.slice(index, index + 1))).flat();
  const firsts = new Map<string, Proposal["trials"][number]>();
  for (const trial of mixed) {
    const text = printIndexes(trial);
    if (!firsts.has(text)) firsts.set(text, trial);
  }
  return [...firsts.values()].slice(0, mostTrials);
}

function proposeForOne(use: ObjectUse): Proposal["trials"] {
  const all = distinct([...use.equal, ...use.joined]);
  const made: CandidateIndex[] = [];
  const add = (keys: readonly string[], because: string, more: Partial<CandidateIndex> = {}): void => {
    const unique = distinct(keys).slice(0, mostKeys);
    if (unique.length > 0) made.push({ object: use.object, keys: unique, include: [], where: null, method: null, because, ...more });
  };
  const sets = distinctLists([all, use.equal, use.joined, ...all.map((key) => [key])]).filter((keys) => keys.length > 0);
  const sorts = use.sorts.filter((key) => !use.equal.includes(bare(key)));
  for (const equal of sets) {
    if (sorts.length > 0) add([...equal, ...sorts], "what is compared for equality first, then the order that is asked for");
    for (const range of use.ranges) add([...equal, range], "what is compared for equality first, then what is bounded");
    add(equal, "what is compared for equality");
  }
  if (sorts.length > 0) add(sorts, "the order that is asked for");
  for (const range of use.ranges) add([range], "what is bounded");
  for (const condition of use.conditions) {
    const rest = all.filter((key) => key !== condition.key);
    const where = { where: condition.text };
    if (sorts.length > 0)
      add([...rest, ...sorts], "only the rows that the constant condition leaves, in the order that is asked for", where);
    for (const range of use.ranges) add([...rest, range], "only the rows that the constant condition leaves", where);
    add(rest.length > 0 ? rest : [condition.key], "only the rows that the constant condition leaves", where);
  }
  const carrying = made.slice(0, 2).flatMap((index): readonly CandidateIndex[] => {
    const include = (use.needs ?? []).filter((field) => !index.keys.some((key) => bare(key) === field));
    return use.needs === null || include.length === 0 || include.length > mostCarried
      ? []
      : [{ ...index, include, because: `${index.because}; with the other fields that are read, so that the rows themselves are not` }];
  });
  const arms =
    use.arms.length < 2
      ? []
      : [
          use.arms.map((keys) => ({
            object: use.object,
            keys: distinct(keys),
            include: [],
            where: null,
            method: null,
            because: "each arm of the OR",
          })),
        ];
  return [...made.slice(0, 1), ...use.special, ...carrying, ...made.slice(1)].map((index) => [index]).concat(arms);
}

/** A key as two texts of it can be compared: no direction, quotes, case or outer parentheses. */
export function bareKey(key: string): string {
  return bare(key)
    .replace(/^\((.*)\)$/s, "$1")
    .replace(/^"([^"]*)"$/, "$1")
    .replaceAll(/\s+/g, "")
    .toLowerCase();
}

/** A key without its direction. */
export function bare(key: string): string {
  return key.replace(/\s+(?:asc|desc)(?:\s+nulls\s+(?:first|last))?$/i, "");
}

function distinct(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => keys.findIndex((other) => bare(other) === bare(key)) === index);
}
function distinctLists(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}
