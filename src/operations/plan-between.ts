import type { KeepDropped, Strategy } from "../engines/engine.ts";
import type { Hazard, HazardKind } from "../model/hazard.ts";
import type { Plan } from "../model/plan.ts";
import type { Sizes } from "../model/schema.ts";
import type { NextAction } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import { mapRenames } from "./rename-map.ts";
import { chooseVersion, readSchema } from "./schema-reading.ts";
import type { Source } from "./source.ts";

export interface PlanBetween {
  readonly engine: string;
  readonly from: Source;
  readonly to: Source;
  /** The target's major version; absent: the newest that the engine knows. */
  readonly version?: string;
  readonly strategy?: Strategy;
  /** Old name → new name. */
  readonly renames?: Readonly<Record<string, string>>;
  readonly allow?: readonly HazardKind[];
  readonly sizes?: Sizes;
  /** What is dropped stays beside, where the way back finds it. */
  readonly keepDropped?: KeepDropped;
  /** Absolute; paths of sources are relative to it. */
  readonly root?: string;
}
/** A plan, with the hazards that nobody allowed. */
export interface PlanResult extends Plan {
  readonly refused: readonly Hazard[];
  readonly nextAction: NextAction;
}

/** Plans the way from one schema to another. A plan that is refused is a value, its `refused` says by what. */
export async function planBetween(request: PlanBetween, context: OperationContext): Promise<PlanResult> {
  const engine = await context.engineOf(request.engine);
  const version = chooseVersion(engine, request.version);
  const place = { root: request.root ?? context.folder };
  const from = await readSchema({ source: request.from, engine, version, place, name: "from" }, context);
  const to = await readSchema({ source: request.to, engine, version, place, name: "to" }, context);
  const allow = request.allow ?? [];
  const plan = await engine.plan({
    from,
    to,
    version,
    variant: null,
    strategy: request.strategy ?? "online",
    renames: mapRenames(request.renames ?? {}, from, to),
    rules: [],
    allow,
    format: null,
    sizes: request.sizes ?? {},
    origins: {},
    label: "plan",
    ...(request.keepDropped === undefined ? {} : { keepDropped: request.keepDropped }),
  });
  const refused = findRefused(plan, allow);
  return { ...plan, refused, nextAction: nextActionOf(plan, refused) };
}

/** Engines mark as errors what needs somebody to allow it by name: what it takes does not come back. */
function findRefused(plan: Plan, allow: readonly HazardKind[]): readonly Hazard[] {
  return plan.steps.flatMap((step) => step.hazards.filter((hazard) => hazard.level === "error" && !allow.includes(hazard.kind)));
}

function nextActionOf(plan: Plan, refused: readonly Hazard[]): NextAction {
  if (refused.length > 0) {
    const hazards = [...new Set(refused.map((hazard) => hazard.kind))];
    const command = `dblead plan … ${hazards.map((kind) => `--allow ${kind}`).join(" ")}`;
    return { kind: "allow-hazards", hazards, command, reason: `Nobody allowed: ${hazards.join(", ")}.` };
  }
  const question = plan.questions[0];
  if (question !== undefined) {
    return { kind: "name-renames", question: question.id, command: "dblead plan … --renames old.name=new_name", reason: question.text };
  }
  if (plan.steps.length === 0) return { kind: "done", command: "", reason: "The two schemas are equal." };
  return { kind: "read-plan", command: "dblead request new", reason: "The plan is made, not executed." };
}
