import { join } from "node:path";
import { count } from "../model/wording.ts";
import type { Engine } from "../engines/engine.ts";
import { LeadError } from "../model/error.ts";
import { fingerprintOf } from "../model/fingerprint.ts";
import type { Script } from "../model/migration.ts";
import type { Schema } from "../model/schema.ts";
import { readTextIfPresent, writeWhole } from "../project/files.ts";
import type { OperationContext } from "./operation.ts";
import { addressOf, type Place, readScripts, showAddress, type Source } from "./source.ts";

export interface SchemaRequest {
  readonly source: Source;
  readonly engine: Engine;
  readonly version: string;
  readonly place: Place;
  /** What the schema is called in progress (`from`, `to`). */
  readonly name: string;
}

/**
 * The schema of a source: read from a live server read-only, or built on a shadow and read back, so that it is in the engine's own spelling.
 * Kept by content hash. Throws `schema-unreadable`, `target-unreachable`, `engine-missing`.
 */
export async function readSchema(request: SchemaRequest, context: OperationContext): Promise<Schema> {
  const { source, engine, place } = request;
  if (!("url" in source)) return buildSchema(await readScripts(source, place), request, context);
  const url = addressOf(source.url, context, place.root);
  await using connection = await engine.connect({
    url,
    target: showAddress(source.url, url),
    access: "read-only",
  });
  return await connection.introspect();
}

/** As {@link readSchema} for scripts that are at hand. */
export async function buildSchema(
  scripts: readonly Script[],
  { engine, version, name }: Pick<SchemaRequest, "engine" | "version" | "name">,
  context: OperationContext,
): Promise<Schema> {
  const cacheFolder = await context.cacheFolder();
  const settings = await shadowSettings(engine.id, context);
  const texts = scripts.map((script) => [script.text, script.transaction]);
  const key = fingerprintOf(["schema", context.release, engine.id, version, JSON.stringify(settings), texts]);
  const file = join(cacheFolder, "schemas", `${key}.json`);
  const kept = parseSchema(await readTextIfPresent(file));
  if (kept !== null) return kept;
  context.listener({ kind: "step-started", step: name });
  const started = performance.now();
  await using shadow = await engine.shadow.open({ base: scripts, seed: [], version, settings, cacheFolder });
  const schema = await shadow.connection.introspect();
  await writeWhole(file, JSON.stringify(schema));
  const text = `${count(schema.objects.length, "object")} read from ${shadow.server.flavour} ${shadow.server.version}`;
  context.listener({ kind: "step-done", step: name, text, durationMs: performance.now() - started });
  return schema;
}

/** Throws `version-unknown`. */
export function chooseVersion(engine: Engine, version: string | undefined): string {
  const known = engine.capabilities.versions;
  if (version === undefined) return known.at(-1) ?? "";
  const major = version.split(".")[0] ?? version;
  if (known.includes(version) || known.includes(major)) return version;
  throw new LeadError("version-unknown", `${engine.title} ${version} is not known.`, { hint: `Known versions: ${known.join(", ")}.` });
}

/** The engine's own part of `[shadow.<engine>]`. */
export async function shadowSettings(engine: string, context: OperationContext): Promise<Readonly<Record<string, unknown>>> {
  return (await context.findConfiguration())?.shadow[engine] ?? {};
}

/** A kept file that was cut short is as good as none. */
function parseSchema(text: string | null): Schema | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as Schema;
  } catch {
    return null;
  }
}
