import type { Engine } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import type { Migration } from "../model/migration.ts";
import type { Sizes } from "../model/schema.ts";
import type { TargetConfiguration } from "../project/configuration.ts";
import type { DetectedEngine } from "../project/detection.ts";
import type { OperationContext } from "./operation.ts";
import type { ReviewInput } from "./review.ts";
import { readRunningQueries } from "./review-application.ts";
import { findBranchChange } from "./review-branch.ts";
import type { PreparedReview } from "./review-migration.ts";
import { readPolicy } from "./review-policy.ts";
import type { NoReview } from "./review-result.ts";
import { addressOf } from "./source.ts";
import { planRolling } from "./review-rolling.ts";
import { findSequenceDefects } from "./review-sequence.ts";

/** What the branch adds to its migrations, made ready for a review. Writes nothing into the repository. */
export async function prepareBranchReview(input: ReviewInput, context: OperationContext): Promise<PreparedReview | NoReview> {
  const change = await findBranchChange(
    { base: input.base, folder: input.folder, format: input["migration-format"], target: input.target },
    context,
  );
  if ("nothing" in change)
    return { kind: "nothing", reason: change.nothing, nextAction: { kind: "done", command: "", reason: "There is nothing to review." } };
  const configuration = await context.findConfiguration();
  const shown = { target: change.target, engines: change.engines, migrations: [...change.before, ...change.added] };
  const engine = await context.engineOf(input.engine ?? chooseEngine(shown, context));
  const version = chooseTargetVersion(shown, engine, input.version);
  const seed = input.seed ?? change.target?.seed;
  const code = configuration?.application.code ?? ["."];
  return {
    engine,
    version,
    set: { migrations: change.added, earlier: change.before, format: change.format },
    place: { root: change.root, format: change.format.id },
    subject: {
      engine: engine.title,
      version,
      format: change.format.title,
      files: change.added.map((migration) => migration.up.file),
      baseScripts: change.before.length,
      since: change.base.name,
    },
    readBase: () => Promise.resolve(change.before.map((migration) => migration.up)),
    seed: seed === undefined ? null : { files: [seed] },
    policy: await readPolicy(configuration, change.target, engine),
    sizes: await readSizes(change.target, engine, input.target, change.root, context),
    findings: await findSequenceDefects(change, engine),
    rolling: await planRolling(change, configuration, engine, version, context),
    readQueries: () => readRunningQueries(change, engine, code),
  };
}

/** Sizes as configured; of a target that was asked for by name and can be reached, as its statistics have them. */
export async function readSizes(
  target: TargetConfiguration | null,
  engine: Engine,
  asked: string | undefined,
  root: string,
  context: OperationContext,
): Promise<Sizes> {
  const configured = target?.sizes ?? {};
  if (target?.url === undefined || asked === undefined) return configured;
  await using connection = await engine.connect({ url: addressOf(target.url, context, root), target: target.name, access: "read-only" });
  return { ...(await connection.sizes()), ...configured };
}

/** What tells which engine and version migrations are for. */
export interface Shown {
  readonly target: TargetConfiguration | null;
  readonly engines: readonly DetectedEngine[];
  readonly migrations: readonly Migration[];
}

/** The configured engine, the only one that the repository shows, or the one whose words the migrations use. */
export function chooseEngine({ target, engines, migrations }: Shown, context: OperationContext): string {
  if (target !== null) return target.engine;
  const shown = engines.map(({ engine }) => engine).filter((engine) => context.engineIds.includes(engine));
  const [only] = shown;
  if (only !== undefined && shown.length === 1) return only;
  const guess = guessEngine(migrations);
  if (guess !== null && (shown.length === 0 || shown.includes(guess))) return guess;
  throw new LeadError(
    "usage-invalid",
    `Which engine is it for? The repository ${shown.length === 0 ? "does not tell" : `shows ${shown.join(" and ")}`}.`,
    { hint: `Add --engine ${context.engineIds.join(" or --engine ")}.` },
  );
}

const words: readonly (readonly [string, RegExp])[] = [
  [
    "postgresql",
    /\b(?:jsonb|timestamptz|(?:big)?serial|plpgsql|bytea|concurrently|generated\s+(?:always|by\s+default)\s+as\s+identity|not\s+valid)\b|::\w|\$\w*\$/gi,
  ],
  ["sqlite", /\b(?:autoincrement|pragma|without\s+rowid|strict\s*;)/gi],
  ["mysql", /\b(?:auto_increment|engine\s*=|unsigned|tinyint|longtext)\b|`\w+`/gi],
];

function guessEngine(migrations: readonly Migration[]): string | null {
  const text = migrations.map(({ up }) => up.text).join("\n");
  const counts = words
    .map(([engine, pattern]) => ({ engine, count: text.match(pattern)?.length ?? 0 }))
    .toSorted((a, b) => b.count - a.count);
  const [first, second] = counts;
  return first !== undefined && first.count > 0 && first.count > (second?.count ?? 0) ? first.engine : null;
}

/** A version that is only detected and not known is taken as the nearest known one; a version that was asked for must be known. */
export function chooseTargetVersion({ target, engines }: Shown, engine: Engine, asked: string | undefined): string {
  const known = engine.capabilities.versions;
  const given = asked ?? target?.version;
  const major = (given ?? "").split(".")[0] ?? "";
  if (given !== undefined) {
    if (known.includes(given) || known.includes(major)) return given;
    throw new LeadError("version-unknown", `${engine.title} ${given} is not known.`, { hint: `Known versions: ${known.join(", ")}.` });
  }
  const seen = engines.find((detected) => detected.engine === engine.id)?.version ?? null;
  if (seen === null) return known.at(-1) ?? "";
  if (known.includes(seen)) return seen;
  return Number.parseFloat(seen) < Number.parseFloat(known[0] ?? "") ? (known[0] ?? "") : (known.at(-1) ?? "");
}
