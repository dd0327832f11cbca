import { LeadError } from "../../model/error.ts";
import { parsedEvidence } from "../../model/evidence.ts";
import { parseName, printName } from "../../model/name.ts";
import type { Plan, Step } from "../../model/plan.ts";
import { fingerprintSchema, type Schema } from "../../model/schema.ts";
import { type PlanRequest, rowsKey } from "../engine.ts";
import type { StepDraft } from "../step-draft.ts";
import { stageDrafts } from "./alter-table.ts";
import type { Alteration } from "./alteration.ts";
import { carriesOf, companionsOf, findTable, pairTables, type TablePair } from "./data-rules.ts";
import { columnOrder, tableOf, triggerOf } from "./definitions.ts";
import { draftStep, hazard, statements } from "./draft.ts";
import { backfillStep } from "./forms/companion-columns.ts";
import { renameColumn } from "./forms/rename-column.ts";
import { renameTableStep } from "./forms/rename-table.ts";
import { intermediateSchema, needsSync } from "./intermediate.ts";
import { simulate } from "./memory.ts";
import { splitScript } from "./parse.ts";
import { prechecksOf } from "./prechecks.ts";
import { type ColumnFlow, planSegment } from "./segment.ts";

/** Plans without touching a database file. Throws `intent-unsupported` where the migration format cannot carry what is needed. */
export function planChange(request: PlanRequest): Plan {
  const pairs = pairTables(request);
  const drafts = request.strategy === "direct" ? planDirect(request, pairs) : planOnline(request, pairs);
  const steps = drafts.map(
    ({ makes: _makes, needs: _needs, removes: _removes, releases: _releases, ...step }, index): Step => ({
      id: `step-${index + 1}`,
      ...step,
      evidence: parsedEvidence,
    }),
  );
  const allowed = new Set(request.allow);
  return {
    engine: "sqlite",
    variant: request.variant,
    version: request.version,
    fromFingerprint: fingerprintSchema(request.from),
    toFingerprint: fingerprintSchema(request.to),
    steps: steps.map((step) => ({
      ...step,
      hazards: step.hazards.map((item) => (item.level === "error" && allowed.has(item.kind) ? { ...item, level: "warning" } : item)),
    })),
    carries: steps.length === 0 ? [] : carriesOf(pairs),
    questions: [],
    unmodelled: [...new Set([...request.from.unmodelled, ...request.to.unmodelled])],
    prechecks: steps.length === 0 ? [] : prechecksOf(request.from, request.to, pairs),
    evidence: parsedEvidence,
  };
}

interface Renamed {
  readonly drafts: readonly StepDraft[];
  readonly schema: Schema;
  /** Column renames that were not done in place. */
  readonly left: readonly TablePair[];
}

/** Renames first and in place, so that SQLite itself rewrites indexes, triggers, views and references. */
function renameInPlace(request: PlanRequest, pairs: readonly TablePair[], what: "tables" | "tables-and-columns"): Renamed {
  const drafts: StepDraft[] = [];
  const left: TablePair[] = [];
  for (const pair of pairs) {
    const { before, after } = pair;
    if (before.id !== after.id)
      drafts.push({ ...renameTableStep(before, after, what === "tables" ? "nothing" : "code"), ...intents(request, after.id) });
    const isFree = [...pair.renames.values()].every((name) => !columnOrder(before).includes(name));
    if (what === "tables" || pair.renames.size === 0) continue;
    if (isFree) drafts.push(...renameColumns(request, pair));
    else left.push(pair);
  }
  const texts = drafts.flatMap((draft) => (draft.action.kind === "statements" ? draft.action.statements : []));
  return { drafts, schema: drafts.length === 0 ? request.from : simulate(request.from, texts), left };
}

function intents(request: PlanRequest, id: string): { readonly intents?: readonly string[] } {
  const intent = request.origins[id];
  return intent === undefined ? {} : { intents: [intent] };
}

function renameColumns(request: PlanRequest, pair: TablePair): readonly StepDraft[] {
  const definition = { ...tableOf(pair.before), name: tableOf(pair.after).name };
  const shape = { definition, order: columnOrder(pair.before) };
  const alteration: Alteration = {
    from: shape,
    to: shape,
    renames: pair.renames,
    sources: new Map(),
    back: new Map(),
    direction: "up",
    dependents: [],
    referencing: [],
    lostParents: [],
    wrapping: "free",
  };
  const result = renameColumn.apply(alteration);
  return result === null ? [] : stageDrafts([result.stage], pair.after, pair.after, request);
}

function planDirect(request: PlanRequest, pairs: readonly TablePair[]): readonly StepDraft[] {
  const renamed = renameInPlace(request, pairs, "tables-and-columns");
  const flows = new Map(
    pairs.map((pair) => [tableOf(pair.after).name, directFlow(pair, renamed.left.includes(pair) ? pair.renames : new Map())]),
  );
  return [
    ...renamed.drafts,
    ...planSegment({ from: renamed.schema, to: request.to, phase: "expand", request, flows }),
    ...seedSteps(request, "expand"),
  ];
}

function directFlow(pair: TablePair, renames: ReadonlyMap<string, string>): ColumnFlow {
  const companions = companionsOf(pair).filter((companion) => companion.kind !== "rename");
  return {
    renames,
    sources: new Map(companions.flatMap((companion) => [...companion.forward])),
    back: new Map(companions.flatMap((companion) => [...companion.backward])),
  };
}

function planOnline(request: PlanRequest, pairs: readonly TablePair[]): readonly StepDraft[] {
  for (const pair of pairs) refuseTakenNames(pair);
  const renamed = renameInPlace(request, pairs, "tables");
  const middle = intermediateSchema(renamed.schema, request, pairs);
  const expand = planSegment({ from: renamed.schema, to: middle, phase: "expand", request, flows: new Map() });
  const migrate = pairs.flatMap((pair) =>
    companionsOf(pair)
      .filter((companion) => needsSync(companion, pair))
      .map((companion) => ({
        ...backfillStep(pair, companion, ownTriggers(middle, pair, request.label)),
        ...intents(request, pair.after.id),
      })),
  );
  const flows = new Map(pairs.map((pair) => [tableOf(pair.after).name, contractFlow(pair)]));
  const contract = planSegment({ from: middle, to: request.to, phase: "contract", request, flows });
  return [
    ...renamed.drafts,
    ...expand,
    ...migrate,
    ...seedSteps(request, "migrate"),
    ...(contract.length === 0 ? [] : [gate(pairs, request), ...contract]),
  ];
}

/** Rows that an intent puts in; its design wrote the statements. */
function seedSteps(request: PlanRequest, phase: "expand" | "migrate"): readonly StepDraft[] {
  return request.rules.flatMap((rule) => {
    const [forward, backward] = [rule.forward[rowsKey], rule.backward[rowsKey]];
    if (rule.kind !== "rows" || forward === undefined) return [];
    const split = (text: string): readonly string[] => splitScript(text, 1).map((statement) => statement.text);
    return [
      draftStep({
        kind: "seed-rows",
        phase,
        summary: `put rows into ${rule.object}`,
        action: statements(split(forward)),
        reverse: [statements(split(backward ?? ""))],
        reversibility: { kind: "schema-only", until: "the step runs", loses: `what rows of ${rule.object} with the same key held before` },
        hazards: [
          hazard(
            "changes-data",
            parseName(rule.object)[0] ?? rule.object,
            `rows of ${rule.object} with the same key take the given values`,
            "note",
          ),
        ],
        intents: [rule.intent],
      }),
    ];
  });
}

/** Old and new cannot live side by side under one name. */
function refuseTakenNames(pair: TablePair): void {
  const taken = [...pair.renames].find(([, name]) => columnOrder(pair.before).includes(name));
  if (taken === undefined) return;
  const table = tableOf(pair.before).name;
  throw new LeadError(
    "intent-unsupported",
    `${table}.${taken[0]} cannot become ${taken[1]} under running code: ${table} already has a column ${taken[1]}`,
    { hint: "Drop or rename the other column first, or use the strategy direct." },
  );
}

/** Conversions in place, and the way back of every rule; new columns are filled by then. */
function contractFlow(pair: TablePair): ColumnFlow {
  const companions = companionsOf(pair);
  const converted = companions.filter((companion) => companion.kind === "convert");
  return {
    renames: new Map(),
    sources: new Map(converted.flatMap((companion) => [...companion.forward])),
    back: new Map(companions.flatMap((companion) => [...companion.backward])),
  };
}

/** Triggers of the user's on a table that an UPDATE would set off. */
function ownTriggers(middle: Schema, pair: TablePair, label: string): Schema["objects"] {
  const prefix = `dblead_${label.replaceAll(/\W/g, "_")}_`;
  return middle.objects.filter(
    (object) =>
      object.kind === "trigger" &&
      object.parent === pair.after.id &&
      !triggerOf(object).name.startsWith(prefix) &&
      /\bUPDATE\b/.test(triggerOf(object).event),
  );
}

function gate(pairs: readonly TablePair[], request: PlanRequest): StepDraft {
  const gone = pairs.flatMap((pair) => pair.dropped.map((name) => printName([tableOf(pair.before).name, name])));
  const tables = request.from.objects
    .filter((object) => object.kind === "table" && !pairs.some((pair) => pair.before.id === object.id))
    .map((object) => printName([tableOf(object).name]));
  const renamed = pairs
    .filter((pair) => pair.before.id !== pair.after.id && findTable(request.to, tableOf(pair.before).name) === undefined)
    .map((pair) => printName([tableOf(pair.before).name]));
  const names = [...gone, ...tables, ...renamed];
  const waitsFor =
    names.length === 0
      ? "the release that writes what the new schema requires is the only one running"
      : `no running release uses ${names.join(", ")} any more`;
  return draftStep({
    kind: "deploy-gate",
    phase: "contract",
    summary: `wait until ${waitsFor}`,
    action: { kind: "deploy-gate", application: "application", waitsFor },
    reverse: [],
    blocks: [],
    limits: {},
    hazards: names.map((name) => ({
      kind: "breaks-running-code",
      object: name,
      level: "note",
      message: `a release that still uses ${name} fails after this`,
    })),
  });
}
