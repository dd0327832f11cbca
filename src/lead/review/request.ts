import type { Connection } from "../../engines/connection.ts";
import type { Rates } from "../../engines/estimate.ts";
import type { Engine, LintRequest } from "../../engines/engine.ts";
import type { Migration, Script, Stage } from "../../model/migration.ts";
import type { Carry, Check, Plan } from "../../model/plan.ts";
import type { Schema, Sizes } from "../../model/schema.ts";
import type { Listener } from "../../ports/progress.ts";

export interface ReviewQuery {
  readonly file: string;
  readonly line: number;
  readonly query: string;
}
/** Everything a review needs; it reads the artefact itself, never a worker's claim about it. */
export interface ReviewRequest {
  readonly engine: Engine;
  readonly version: string;
  readonly base: readonly Script[];
  readonly seed: readonly Script[];
  /** Null: whatever the base scripts build. */
  readonly baseSchema: Schema | null;
  /** Null: whatever the stages build; then nothing is demanded of the result but that rows and the way back survive. */
  readonly desired: Schema | null;
  readonly plan: Plan | null;
  /** Questions for the target where there is no plan that has its own. */
  readonly prechecks?: readonly Check[];
  /** Where the values go, where there is no plan that says it. */
  readonly carries?: readonly Carry[];
  readonly stages: readonly Stage[];
  readonly queries: readonly ReviewQuery[];
  /** What the application is known to run, from a workload file or from its tests; locks are looked at with it beside the change. */
  readonly workload?: readonly ReviewQuery[];
  /** `nobody`: the change is not made again with other sessions at work beside it; `worst`: once, with old transactions in its way; absent: also without. */
  readonly beside?: "nobody" | "worst";
  /** Dotted names of runner tables, which no comparison counts. */
  readonly ignore: readonly string[];
  readonly bookkeeping: (migrations: readonly Migration[]) => Script | null;
  readonly shadow: { readonly settings: Readonly<Record<string, unknown>>; readonly cacheFolder: string };
  readonly levels: LintRequest["levels"];
  readonly sizes: Sizes;
  /** How fast the shadow works, on a copy of it that is thrown away; absent: nobody asked. */
  readonly measureRates?: (connection: Connection) => Promise<Rates | null>;
  readonly limits?: LintRequest["limits"];
  readonly today?: LintRequest["today"];
  readonly renames: Readonly<Record<string, string>>;
  readonly listener: Listener;
}
