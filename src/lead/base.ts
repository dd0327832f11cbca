import type { Engine } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import type { Script } from "../model/migration.ts";
import type { Schema, Sizes } from "../model/schema.ts";
import type { TargetConfiguration } from "../project/configuration.ts";
import { readText } from "../project/files.ts";
import { findFormat, readMigrations } from "../project/formats.ts";
import type { MigrationFormat } from "../project/formats/format.ts";
import { resolveReference } from "../project/secrets.ts";
import type { Analysis } from "./analysis.ts";
import type { LeadContext } from "./context.ts";

/** Where the schema of a target comes from, as scripts that build it. */
export interface Base {
  readonly origin: Analysis["origin"];
  readonly scripts: readonly Script[];
  readonly ids: readonly string[];
  readonly seed: readonly Script[];
  readonly sizes: Sizes;
  /** Set where the schema was read from a live target. */
  readonly live: Schema | null;
}

export function migrationsFolderOf(target: TargetConfiguration): string {
  return target.migrations ?? `dblead/migrations/${target.name}`;
}

/**
 * Reads what builds a target: its migrations (but for `excluded` paths, the lead's own), or its schema file, or the live target, read-only.
 * Throws `file-unreadable`, `schema-unreadable`, or what connecting throws.
 */
export async function readBase(
  context: LeadContext,
  target: TargetConfiguration,
  engine: Engine,
  excluded: ReadonlySet<string>,
): Promise<Base> {
  const { root } = context.configuration;
  const seed = target.seed === undefined ? [] : [await readScript(root, target, "seed")];
  const migrations = await readMigrations(findFormat(target.format), root, migrationsFolderOf(target));
  const foreign = migrations.filter((migration) => !excluded.has(migration.up.file));
  const common = { seed, sizes: target.sizes, live: null };
  if (foreign.length > 0)
    return {
      ...common,
      origin: "migrations",
      scripts: foreign.map((migration) => migration.up),
      ids: foreign.map((migration) => migration.id),
    };
  if (target.schema !== undefined)
    return { ...common, origin: "schema-file", scripts: [await readScript(root, target, "schema")], ids: [] };
  if (target.url !== undefined) return readLive(context, target, engine, seed);
  return { ...common, origin: "nothing", scripts: [], ids: [] };
}

/** Throws what reading throws, with the key of the configuration that names the file. */
async function readScript(root: string, target: TargetConfiguration, key: "seed" | "schema"): Promise<Script> {
  const path = target[key] ?? "";
  try {
    return { file: path, line: 1, text: await readText(`${root}/${path}`), transaction: "none" };
  } catch (cause) {
    if (!(cause instanceof LeadError)) throw cause;
    throw new LeadError(cause.code, cause.message, { cause, hint: `dblead.toml names it: [targets.${target.name}] ${key}.` });
  }
}

async function readLive(context: LeadContext, target: TargetConfiguration, engine: Engine, seed: readonly Script[]): Promise<Base> {
  const url = resolveReference(target.url ?? "", context.environment, context.configuration.root);
  await using connection = await engine.connect({ url, target: target.name, access: "read-only" });
  const live = await connection.introspect();
  return {
    origin: "live",
    scripts: [await scriptFor(engine, live, target.version)],
    ids: [],
    seed,
    sizes: { ...(await connection.sizes()), ...target.sizes },
    live,
  };
}

/** One script that builds `schema` from nothing. Throws `intent-unsupported` when the plan needs more than statements. */
async function scriptFor(engine: Engine, schema: Schema, version: string): Promise<Script> {
  const plan = await engine.plan({
    from: { engine: schema.engine, version: schema.version, objects: [], unmodelled: [] },
    to: schema,
    version,
    variant: null,
    strategy: "direct",
    renames: {},
    rules: [],
    allow: [],
    format: null,
    sizes: {},
    origins: {},
    label: "base",
  });
  const statements = plan.steps.flatMap((step) => {
    if (step.action.kind === "statements") return step.action.statements;
    if (step.action.kind === "check" || step.action.kind === "deploy-gate") return [];
    throw new LeadError("intent-unsupported", `The live schema cannot be rebuilt from nothing: ${step.summary}.`);
  });
  return { file: "live schema", line: 1, text: engine.renderScript(statements), transaction: "none" };
}

/** Dotted names of the runner's own tables, also as the runner's script spells them on this engine (`public.schema_migrations`). */
export async function runnerTables(engine: Engine, format: MigrationFormat): Promise<readonly string[]> {
  const script = format.bookkeeping([], engine.id);
  const statements = script.text.trim() === "" ? [] : await engine.parse(script);
  const made = statements.flatMap((statement) => statement.touches.filter((touch) => touch.how === "create").map((touch) => touch.name));
  return [...new Set([...format.bookkeepingObjects, ...made])];
}

/** The schema without the objects of these dotted names (a last part alone fits any object of that name) and what belongs to them. */
export function withoutObjects(schema: Schema, names: readonly string[]): Schema {
  const isNamed = (label: string): boolean => names.some((name) => label === name || label.endsWith(`.${name}`));
  const gone = new Set(
    schema.objects.filter((object) => object.outline !== undefined && isNamed(object.outline.label)).map((object) => object.id),
  );
  if (gone.size === 0) return schema;
  for (let before = 0; before !== gone.size; ) {
    before = gone.size;
    for (const object of schema.objects) {
      if ((object.parent !== undefined && gone.has(object.parent)) || object.dependsOn.some((id) => gone.has(id))) gone.add(object.id);
    }
  }
  return { ...schema, objects: schema.objects.filter((object) => !gone.has(object.id)) };
}
