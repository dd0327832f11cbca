import { LeadError } from "../model/error.ts";
import type { Carry, Check, Plan } from "../model/plan.ts";
import type { Schema } from "../model/schema.ts";
import type { OperationContext } from "./operation.ts";
import type { PreparedReview } from "./review-migration.ts";
import { findStatedRenames } from "./review-online.ts";
import { buildSchema } from "./schema-reading.ts";

/** Where files lead, and what only the target can tell about it. */
export interface Outlook {
  readonly from: Schema;
  readonly to: Schema;
  /** What the files rename, by object id. */
  readonly renames: Readonly<Record<string, string>>;
  /** Read-only questions whose answers decide whether rows stand against the change. */
  readonly prechecks: readonly Check[];
  /** Where the values of renamed things go. */
  readonly carries: readonly Carry[];
}

/** Carries the files out on an empty database. Null: the base or the files fail there already. Kept by content hash. */
export async function lookAhead(prepared: PreparedReview, context: OperationContext): Promise<Outlook | null> {
  const { engine, version, set } = prepared;
  const base = await prepared.readBase();
  try {
    const from = await buildSchema(base, { engine, version, name: "base" }, context);
    const to = await buildSchema([...base, ...set.migrations.map(({ up }) => up)], { engine, version, name: "result" }, context);
    const renames = await findStatedRenames(engine, { from, to }, set.migrations);
    const ask = (strategy: "online" | "direct"): Promise<Plan | null> => planWay(prepared, { from, to, renames }, strategy);
    const plan = (await ask("online")) ?? (await ask("direct"));
    return { from, to, renames, prechecks: plan?.prechecks ?? [], carries: Object.keys(renames).length === 0 ? [] : (plan?.carries ?? []) };
  } catch (error) {
    // What the files do wrong is the review's to say; what the surroundings do is not theirs.
    if (error instanceof LeadError && (error.code === "schema-unreadable" || error.code === "statement-refused")) return null;
    throw error;
  }
}

/** The way from one schema to the other, for the questions that it asks; null: the planner does not know it. */
async function planWay(
  { engine, version, sizes }: PreparedReview,
  way: Pick<Outlook, "from" | "to" | "renames">,
  strategy: "online" | "direct",
): Promise<Plan | null> {
  try {
    return await engine.plan({
      ...way,
      version,
      variant: null,
      strategy,
      rules: [],
      allow: [],
      format: null,
      sizes,
      origins: {},
      label: "review",
    });
  } catch {
    return null;
  }
}
