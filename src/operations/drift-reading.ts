import type { Connection } from "../engines/connection.ts";
import type { Engine } from "../engines/engine.ts";
import { describeDifference, withoutIgnored } from "../lead/review/schema-difference.ts";
import { idOfChange } from "../model/change.ts";
import { LeadError } from "../model/error.ts";
import type { Migration } from "../model/migration.ts";
import type { Schema } from "../model/schema.ts";
import { type Configuration, findTarget, type TargetConfiguration } from "../project/configuration.ts";
import { findFormat, readMigrations } from "../project/formats.ts";
import type { AppliedRow, MigrationFormat } from "../project/formats/format.ts";
import { compareModel, readModel } from "../project/models.ts";
import type { DriftFact, DriftPair, DriftRepair, DriftResult, DriftSide } from "./drift.ts";
import type { NextAction } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import { buildSchema, chooseVersion, readSchema } from "./schema-reading.ts";
import { addressOf, readSource } from "./source.ts";

interface Side {
  readonly side: DriftSide;
  readonly from: string;
  readonly schema: Schema;
}
interface Live extends Side {
  /** Rows of the runner's own table; null: there is none, or it cannot be read. */
  readonly applied: readonly AppliedRow[] | null;
}
interface Reading {
  readonly target: TargetConfiguration;
  readonly engine: Engine;
  readonly version: string;
  readonly format: MigrationFormat;
  readonly configuration: Configuration;
  readonly context: OperationContext;
}

/**
 * Reads every side that the target names and compares each with the migrations, or where there are none with the first side that there is. The live database
 * is read in a read-only session. Throws `configuration-missing`, `configuration-invalid`, `usage-invalid` where fewer than two sides are named,
 * and what the reading throws where fewer than two of those that are named can be read.
 */
export async function findDrift(name: string | undefined, context: OperationContext): Promise<DriftResult> {
  const configuration = await context.configuration();
  const target = targetOf(configuration, name);
  const engine = await context.engineOf(target.engine);
  const version = chooseVersion(engine, target.version);
  const reading: Reading = { target, engine, version, format: findFormat(target.format), configuration, context };
  const skipped: DriftResult["skipped"][number][] = [];
  const failures: LeadError[] = [];
  const attempt = async <Result>(
    side: DriftSide,
    configured: string | undefined,
    key: string,
    read: (value: string) => Promise<Result>,
  ): Promise<Result | null> => {
    if (configured === undefined) {
      skipped.push({ side, reason: `${target.name} has no ${key} in dblead.toml` });
      return null;
    }
    try {
      return await read(configured);
    } catch (error) {
      if (!(error instanceof LeadError)) throw error;
      failures.push(error);
      skipped.push({ side, reason: error.message });
      return null;
    }
  };
  const live = await attempt("live", target.url, "url", (url) => readLive(url, reading));
  const files = await attempt("migrations", target.migrations, "migrations", (folder) =>
    readMigrations(reading.format, configuration.root, folder),
  );
  const standing = standingOf(files ?? [], live, reading.format);
  const migrations =
    files === null ? null : await attempt("migrations", target.migrations, "migrations", (from) => readFiles(files, from, reading));
  const applied =
    standing.pending === null || standing.pending.length === 0 || files === null
      ? migrations
      : await readFiles(standing.applied, target.migrations ?? "", reading);
  const schema = await attempt("schema", target.schema, "schema", (from) => readFile(from, reading));
  const sides = [migrations, live, schema].filter((side) => side !== null);
  const [first] = sides;
  const pairs = await Promise.all(
    sides.slice(1).map((side) => compare(side.side === "live" && first?.side === "migrations" ? applied : (first ?? null), side, reading)),
  );
  const model =
    first === undefined ? null : await attempt("model", target.model, "model", (path) => compareWithModel(path, first, reading));
  if (pairs.length === 0 && model === null) {
    // What is named and cannot be read is the reason, not that too little is named.
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    throw new LeadError(
      "usage-invalid",
      `${target.name} names fewer than two sides that can be compared: ${skipped.map(({ side, reason }) => `${side}: ${reason}`).join("; ")}.`,
      {
        hint: "Give it url, migrations, schema or model in dblead.toml.",
      },
    );
  }
  const all = [...pairs, ...(model === null ? [] : [model])];
  return {
    target: target.name,
    engine: engine.title,
    version,
    sides: [
      ...sides.map(({ side, from, schema: { objects } }) => ({ side, from, objects: objects.length })),
      ...(model === null ? [] : [{ side: "model" as const, from: target.model ?? "", objects: 0 }]),
    ],
    skipped,
    pending: standing.pending?.map(({ id }) => id) ?? null,
    unknown: standing.unknown,
    pairs: all,
    nextAction: nextActionOf(all, standing.unknown),
  };
}

function targetOf(configuration: Configuration, name: string | undefined): TargetConfiguration {
  if (name !== undefined) return findTarget(configuration, name);
  const targets = Object.values(configuration.targets);
  const [only] = targets;
  if (only !== undefined && targets.length === 1) return only;
  throw new LeadError("usage-invalid", `There are ${targets.length} targets in dblead.toml.`, {
    hint: `dblead drift ${only?.name ?? "<target>"}`,
  });
}

async function readLive(url: string, { engine, target, format, configuration, context }: Reading): Promise<Live> {
  const address = addressOf(url, context, configuration.root);
  await using connection = await engine.connect({ url: address, target: target.name, access: "read-only" });
  const schema = withoutIgnored(await connection.introspect(), format.bookkeepingObjects);
  return { side: "live", from: url, schema, applied: await readApplied(connection, format, engine.id) };
}

async function readApplied(connection: Connection, format: MigrationFormat, engine: string): Promise<readonly AppliedRow[] | null> {
  const query = format.appliedQuery(engine);
  if (query === null) return null;
  // A database that the runner never saw has no such table.
  return connection.query(query).catch(() => null);
}

function standingOf(
  files: readonly Migration[],
  live: Live | null,
  format: MigrationFormat,
): { readonly pending: readonly Migration[] | null; readonly applied: readonly Migration[]; readonly unknown: readonly string[] } {
  if (live?.applied == null) return { pending: null, applied: files, unknown: [] };
  const pending = format.pendingFrom(files, live.applied);
  const applied = files.filter((migration) => !pending.includes(migration));
  const recorded = live.applied.flatMap((row) => {
    const id = row["version"] ?? row["migration_name"] ?? row["name"] ?? row["filename"];
    return typeof id === "string" || typeof id === "number" ? [String(id)] : [];
  });
  const isKnown = (id: string): boolean =>
    files.some((migration) =>
      [migration.id, migration.name, `${migration.id}_${migration.name}`].some(
        (own) => own === id || own === `V${id}` || own.replace(/^0+/, "") === id.replace(/^0+/, ""),
      ),
    );
  return { pending, applied, unknown: recorded.filter((id) => !isKnown(id)) };
}

async function readFiles(files: readonly Migration[], from: string, { engine, version, format, context }: Reading): Promise<Side> {
  const schema = await buildSchema(
    files.map(({ up }) => up),
    { engine, version, name: "migrations" },
    context,
  );
  return { side: "migrations", from, schema: withoutIgnored(schema, format.bookkeepingObjects) };
}

async function readFile(from: string, { engine, version, configuration, context }: Reading): Promise<Side> {
  const place = { root: configuration.root };
  return {
    side: "schema",
    from,
    schema: await readSchema({ source: await readSource(from, configuration.root), engine, version, place, name: "schema file" }, context),
  };
}

async function compare(expected: Side | null, actual: Side, reading: Reading): Promise<DriftPair> {
  const from = expected ?? actual;
  const { engine } = reading;
  const changes = await engine.compare(from.schema, actual.schema, {});
  const texts = await describeDifference(engine, from.schema, actual.schema);
  const facts = changes.map((change, index): DriftFact => ({ object: idOfChange(change), text: texts[index] ?? "", place: null }));
  return { expected: from.side, actual: actual.side, facts, repairs: facts.length === 0 ? [] : repairsOf(from, actual, engine.id) };
}

/** Each direction by the planner: from how a side is to how the other one is. */
function repairsOf(one: Side, other: Side, engine: string): readonly DriftRepair[] {
  const plan = (from: Side, to: Side): DriftRepair => ({
    changes: from.side,
    like: to.side,
    command: `dblead plan --engine ${engine} --from ${quote(from.from)} --to ${quote(to.from)}`,
  });
  return [plan(other, one), plan(one, other)];
}

function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

async function compareWithModel(path: string, side: Side, { configuration, format }: Reading): Promise<DriftPair> {
  const model = await readModel(configuration.root, path);
  const facts = compareModel(model, side.schema, format.bookkeepingObjects).map(({ object, field, file, line, message }) => ({
    object: field === null ? object : `${object}.${field}`,
    text: message,
    place: { file, line },
  }));
  const repairs: readonly DriftRepair[] = [
    { changes: "model", like: side.side, command: pullCommands[model.orm] ?? "edit the model at the lines named" },
    { changes: side.side, like: "model", command: "dblead request new --intent add-field" },
  ];
  return { expected: side.side, actual: "model", facts, repairs: facts.length === 0 ? [] : repairs };
}

/** What each ORM itself offers to read a database. */
const pullCommands: Readonly<Record<string, string>> = {
  prisma: "npx prisma db pull",
  drizzle: "npx drizzle-kit pull",
  django: "python manage.py inspectdb",
  rails: "bin/rails db:schema:dump",
};

function nextActionOf(pairs: readonly DriftPair[], unknown: readonly string[]): NextAction {
  const first = pairs.find(({ facts }) => facts.length > 0);
  if (first === undefined && unknown.length === 0) return { kind: "done", command: "", reason: "All sides say the same." };
  if (first === undefined)
    return { kind: "fix-findings", command: "", reason: `The live database ran what is not among the files: ${unknown.join(", ")}.` };
  return {
    kind: "fix-findings",
    command: first.repairs[0]?.command ?? "",
    reason: `${first.actual} differs from ${first.expected} in ${first.facts.length} places.`,
  };
}
