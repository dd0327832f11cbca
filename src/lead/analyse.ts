import { locateField, locateObject, findDependents, type Schema } from "../model/schema.ts";
import type { Engine } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import type { Intent } from "../model/intent.ts";
import { findNearest, printName, parseName } from "../model/name.ts";
import type { Requirement } from "../model/requirement.ts";
import { findTarget, type TargetConfiguration } from "../project/configuration.ts";
import { readText } from "../project/files.ts";
import { findFormat } from "../project/formats.ts";
import type { Analysis } from "./analysis.ts";
import { type Base, migrationsFolderOf, readBase, runnerTables, withoutObjects } from "./base.ts";
import { readCode } from "./code-facts.ts";
import { cacheFolderOf, type LeadContext } from "./context.ts";
import { namesOf, objectOf } from "./intent-names.ts";
import { keyOf, remember } from "./kept.ts";

/** An analysis and the key under which it is kept. */
export interface KeyedAnalysis {
  readonly key: string;
  readonly analysis: Analysis;
}

/**
 * Reads what is there for one target: schema, rows, ORM model, code, dependents. Nothing is changed.
 * `excluded`: the request's own files, in the migration folder or handed in. Memoised by the content of everything read.
 */
export async function analyse(
  context: LeadContext,
  requirement: Requirement,
  targetName: string,
  excluded: ReadonlySet<string>,
): Promise<KeyedAnalysis> {
  const target = findTarget(context.configuration, targetName);
  const engine = await context.engineOf(target.engine);
  const base = await readBase(context, target, engine, excluded);
  const intents = requirement.body.intents.filter((intent) => targetOf(intent, requirement) === targetName);
  const files = await readIntentFiles(context, intents);
  const read = await readShadow(context, target, engine, base);
  const code = await readCode(context, target, engine, read.schema, intents, excluded);
  const inputs = {
    target,
    base: base.scripts,
    seed: base.seed,
    sizes: base.sizes,
    files,
    intents,
    code,
    schema: read.schema,
    origin: base.origin,
  };
  const key = keyOf("analyse", inputs);
  const make = async (): Promise<Analysis> => ({
    target: target.name,
    engine: engine.id,
    version: target.version,
    variant: target.variant ?? null,
    origin: base.origin,
    format: target.format,
    migrationsFolder: migrationsFolderOf(target),
    base: base.scripts,
    seed: base.seed,
    baseIds: base.ids,
    schema: read.schema,
    ignore: await runnerTables(engine, findFormat(target.format)),
    sizes: base.sizes,
    shadowRows: read.rows,
    server: read.server,
    drift: code.drift,
    mentions: code.mentions,
    queries: code.queries,
    dependents: findAllDependents(read.schema, intents),
    files,
    intents,
  });
  return { key, analysis: await remember(context, key, make) };
}

/** An intent without a target belongs to the requirement's first. */
export function targetOf(intent: Intent, requirement: Requirement): string {
  return intent.body.target ?? requirement.front.targets[0] ?? "";
}

async function readIntentFiles(context: LeadContext, intents: readonly Intent[]): Promise<Readonly<Record<string, string>>> {
  const paths = intents.flatMap((intent) => (intent.kind === "adopt-schema" ? [intent.body.file] : []));
  const texts = await Promise.all(paths.map(async (path) => [path, await readText(`${context.configuration.root}/${path}`)] as const));
  return Object.fromEntries(texts);
}

interface ShadowFacts {
  readonly schema: Schema;
  readonly rows: Readonly<Record<string, number>>;
  readonly server: string;
}

async function readShadow(context: LeadContext, target: TargetConfiguration, engine: Engine, base: Base): Promise<ShadowFacts> {
  const settings = context.configuration.shadow[target.engine] ?? {};
  const key = keyOf("base", { engine: engine.id, version: target.version, settings, base: base.scripts, seed: base.seed, live: base.live });
  return remember(context, key, async () => {
    await using shadow = await engine.shadow.open({
      base: base.scripts,
      seed: base.seed,
      version: target.version,
      settings,
      cacheFolder: cacheFolderOf(context),
    });
    const introspected = await shadow.connection.introspect();
    const sizes = await shadow.connection.sizes();
    const schema = withoutObjects(base.live ?? introspected, findFormat(target.format).bookkeepingObjects);
    const rows = Object.fromEntries(Object.entries(sizes).map(([label, size]) => [label, size.rowsEstimated ?? 0]));
    return { schema, rows, server: `${shadow.server.flavour} ${shadow.server.version}` };
  });
}

function findAllDependents(schema: Schema, intents: readonly Intent[]): Analysis["dependents"] {
  const found: Record<string, readonly string[]> = {};
  for (const use of intents.flatMap(namesOf).filter((one) => one.expects === "present")) {
    const located = use.kind === "field" ? locateField(schema, use.name) : locateObject(schema, use.name);
    const [first] = located;
    if (first === undefined) continue;
    const label = first.field === undefined ? first.outline.label : printName([...parseName(first.outline.label), first.field.name]);
    found[label] = dependentsOf(schema, first.object.id, first.field?.name);
  }
  return found;
}

/** A field may be an object of its own (`column:…`) or a part of its object; then the object's dependents that name it count. */
function dependentsOf(schema: Schema, objectId: string, fieldName: string | undefined): readonly string[] {
  if (fieldName === undefined)
    return findDependents(schema, objectId).filter((id) => schema.objects.find((one) => one.id === id)?.parent !== objectId);
  const own = schema.objects.find(
    (one) =>
      one.parent === objectId && parseName(one.id.slice(one.id.indexOf(":") + 1)).at(-1) === fieldName && !one.id.startsWith("index:"),
  );
  if (own !== undefined) return findDependents(schema, own.id);
  const word = new RegExp(`\\b${RegExp.escape(fieldName)}\\b`);
  // An index follows the field that it is on.
  const others = findDependents(schema, objectId).filter((id) => !id.startsWith("index:"));
  return others.filter((id) => word.test(JSON.stringify(schema.objects.find((one) => one.id === id)?.definition ?? "")));
}

/** A name that resolves to nothing is a fault of the requirement, with the nearest known name. Throws `requirement-invalid`. */
export function demandNames(requirement: Requirement, analysis: Analysis): void {
  const made = new Set(
    analysis.intents.flatMap((intent) =>
      namesOf(intent)
        .filter((use) => use.expects === "new")
        .map((use) => use.name),
    ),
  );
  for (const intent of analysis.intents) {
    for (const use of namesOf(intent)) {
      if (use.expects !== "present" || isMade(use.name, made)) continue;
      const located = use.kind === "field" ? locateField(analysis.schema, use.name) : locateOwner(analysis.schema, use);
      if (located.length > 0 || (use.kind === "field" && mayHold(analysis.schema, use.name))) continue;
      const nearest = nearestName(analysis.schema, use.name, use.kind);
      throw new LeadError(
        "requirement-invalid",
        `${requirement.file}  ${intent.id}.${intent.kind}.${use.key}: there is no ${use.kind} ${use.name} in ${analysis.target}.${nearest === undefined ? "" : ` Did you mean ${nearest}?`}`,
        {
          hint:
            analysis.origin === "nothing"
              ? `The base is empty: there are no migrations in ${analysis.migrationsFolder} ([targets.${analysis.target}] migrations in dblead.toml).`
              : "dblead explain requirement-invalid",
        },
      );
    }
  }
}

/** The object that a name names; a field's holder may itself stand in an object (`orders.address`). */
function locateOwner(schema: Schema, { name, key }: { readonly name: string; readonly key: string }): ReturnType<typeof locateObject> {
  const found = locateObject(schema, name);
  return found.length > 0 || key !== "field" || parseName(name).length < 2 ? found : locateOwner(schema, { name: objectOf(name), key });
}

/** Whether the name leads into an object of which nobody knows the fields. */
function mayHold(schema: Schema, name: string): boolean {
  return locateOwner(schema, { name: objectOf(name), key: "field" }).some(({ outline }) => outline.fieldsAre === "unknown");
}

/** Made by the same requirement, under this name or in an object that it makes. */
function isMade(name: string, made: ReadonlySet<string>): boolean {
  return (
    made.has(name) || made.has(objectOf(name)) || [...made].some((one) => one.endsWith(`.${name}`) || one.endsWith(`.${objectOf(name)}`))
  );
}

function nearestName(schema: Schema, name: string, kind: "field" | "object"): string | undefined {
  const labels = schema.objects.flatMap((object) => (object.outline === undefined ? [] : [object.outline]));
  if (kind === "object")
    return (
      findNearest(
        name,
        labels.map((outline) => outline.label),
      ) ??
      findNearest(
        parseName(name).at(-1) ?? name,
        labels.map((outline) => parseName(outline.label).at(-1) ?? ""),
      )
    );
  const fields = labels.flatMap((outline) => outline.fields.map((field) => printName([...parseName(outline.label), field.name])));
  const owner = locateObject(schema, objectOf(name))[0]?.outline;
  const within =
    owner === undefined
      ? undefined
      : findNearest(
          parseName(name).at(-1) ?? name,
          owner.fields.map((field) => field.name),
        );
  return within === undefined || owner === undefined ? findNearest(name, fields) : printName([...parseName(owner.label), within]);
}
