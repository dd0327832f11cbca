import type { Shadow } from "../engines/shadow.ts";
import { reportCheck } from "../lead/review/findings.ts";
import { describeDifference, differsInFieldOrder, withoutIgnored } from "../lead/review/schema-difference.ts";
import { reachVerdict } from "../lead/review/verdict.ts";
import { LeadError } from "../model/error.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding, FindingLevel } from "../model/finding.ts";
import type { Migration } from "../model/migration.ts";
import type { DownVerdict, Outcome } from "../model/review.ts";
import type { Schema } from "../model/schema.ts";
import { detectFormat, findFormat, loadFolder } from "../project/formats.ts";
import { openRepository } from "../project/git.ts";
import type { NextAction } from "./next-action.ts";
import type { OperationContext } from "./operation.ts";
import type { ReviewInput } from "./review.ts";
import { findFolders } from "./review-branch.ts";
import { type PreparedReview } from "./review-migration.ts";
import { readPolicy } from "./review-policy.ts";
import { chooseEngine, chooseTargetVersion } from "./review-pull-request.ts";
import { nextActionOf, type ReviewSubject } from "./review-result.ts";
import { shadowSettings } from "./schema-reading.ts";

/** One migration of a history that was replayed from nothing. */
export interface ReplayedMigration {
  readonly id: string;
  readonly file: string;
  readonly durationMs: number;
  readonly down: DownVerdict["kind"] | "not-tried";
}
/** A whole history, executed from the first file to the last, each way back tried where it belongs. */
export interface HistoryReview {
  readonly kind: "history";
  readonly subject: ReviewSubject;
  readonly outcome: Outcome;
  readonly migrations: readonly ReplayedMigration[];
  readonly findings: readonly Finding[];
  readonly evidence: Evidence;
  readonly nextAction: NextAction;
}

/** The whole history of a folder, as it stands in the working tree. */
export async function prepareHistory(input: ReviewInput, context: OperationContext): Promise<PreparedReview> {
  const configuration = await context.findConfiguration();
  const repository = await openRepository(context.folder);
  const root = configuration?.root ?? (typeof repository === "string" ? context.folder : repository.root);
  const found = await findFolders(
    { folder: input.folder, format: input["migration-format"], target: input.target },
    configuration,
    root,
    context,
  );
  const [place, other] = found.folders;
  if (place === undefined || other !== undefined)
    throw new LeadError(
      "usage-invalid",
      `There are ${found.folders.length} folders of migrations: ${found.folders.map(({ folder }) => folder).join(", ")}.`,
      {
        hint: `Name one: dblead review --all --folder ${place?.folder ?? ""}`,
      },
    );
  const state = await loadFolder(root, place.folder);
  const format = place.format === undefined ? (detectFormat(state.files)?.format ?? findFormat("plain")) : findFormat(place.format);
  const migrations = format.parse(state);
  const shown = { target: place.target, engines: found.engines, migrations };
  const engine = await context.engineOf(input.engine ?? chooseEngine(shown, context));
  const version = chooseTargetVersion(shown, engine, input.version);
  const files = migrations.map(({ up }) => up.file);
  return {
    engine,
    version,
    set: { migrations, earlier: [], format },
    place: { root, format: format.id },
    subject: { engine: engine.title, version, format: format.title, files, baseScripts: 0, since: null },
    readBase: () => Promise.resolve([]),
    seed: null,
    policy: await readPolicy(configuration, place.target, engine),
    sizes: place.target?.sizes ?? {},
    findings: [],
    rolling: null,
    readQueries: () => Promise.resolve([]),
  };
}

/**
 * Replays every migration from nothing. After each the way back is run on a copy and compared with the schema before; then the migration is run again
 * there. Stops at the first file that fails. Cost: one copy of the database for each migration that has a down.
 */
export async function replayHistory(prepared: PreparedReview, context: OperationContext): Promise<HistoryReview> {
  const { engine, version, set, subject } = prepared;
  const ignore = set.format?.bookkeepingObjects ?? [];
  const settings = await shadowSettings(engine.id, context);
  await using shadow = await engine.shadow.open({ base: [], seed: [], version, settings, cacheFolder: await context.cacheFolder() });
  const evidence = evidenceOf(shadow, version);
  const findings: Finding[] = [];
  const migrations: ReplayedMigration[] = [];
  let before = withoutIgnored(await shadow.connection.introspect(), ignore);
  for (const migration of set.migrations) {
    context.listener({ kind: "step-note", step: "review", text: migration.up.file });
    const started = performance.now();
    const outcome = await shadow.connection.execute(migration.up);
    const durationMs = performance.now() - started;
    if (outcome.error !== null) {
      const { file, line, message, excerpt } = outcome.error;
      findings.push(
        reportCheck("migration-fails", {
          place: { file, line },
          object: null,
          detail: `${message} (at: ${excerpt})`,
          level: "error",
          evidence,
        }),
      );
      break;
    }
    const after = withoutIgnored(await shadow.connection.introspect(), ignore);
    const back = await tryBack({ shadow, migration, before, after, prepared, ignore, evidence });
    findings.push(...back.findings);
    migrations.push({ id: migration.id, file: migration.up.file, durationMs, down: back.kind });
    before = after;
  }
  const levelled = findings.flatMap((finding) => {
    const level = prepared.policy.levels[finding.rule];
    return level === "off" ? [] : [level === undefined ? finding : { ...finding, level }];
  });
  const { outcome } = reachVerdict(levelled);
  return { kind: "history", subject, outcome, migrations, findings: levelled, evidence, nextAction: nextActionOf(outcome, levelled) };
}

function evidenceOf(shadow: Shadow, version: string): Evidence {
  const { flavour, version: running } = shadow.server;
  const isSameMajor = running.split(".")[0] === version.split(".")[0];
  return {
    level: isSameMajor ? "executed" : "planned",
    server: `${flavour} ${running}`,
    rows: "none",
    concurrency: "alone",
    facts: [],
    ...(isSameMajor ? {} : { limits: `the target is version ${version}, the shadow ${running}` }),
  };
}

interface Back {
  readonly shadow: Shadow;
  readonly migration: Migration;
  readonly before: Schema;
  readonly after: Schema;
  readonly prepared: PreparedReview;
  readonly ignore: readonly string[];
  readonly evidence: Evidence;
}

async function tryBack(way: Back): Promise<{ readonly kind: DownVerdict["kind"]; readonly findings: readonly Finding[] }> {
  const { migration, prepared, evidence, ignore } = way;
  const { engine, set } = prepared;
  const report = (
    check: Parameters<typeof reportCheck>[0],
    detail: string,
    level: FindingLevel,
    place = migration.down ?? migration.up,
  ): Finding => reportCheck(check, { place: { file: place.file, line: place.line }, object: null, detail, level, evidence });
  if (migration.down === null)
    return { kind: "missing", findings: [report("down-missing", "", set.format?.capabilities.down === "none" ? "note" : "warning")] };
  await using fork = await way.shadow.fork();
  const down = await fork.connection.execute(migration.down);
  if (down.error !== null) {
    const { file, line, message } = down.error;
    return { kind: "fails", findings: [report("down-fails", message, "error", { ...migration.down, file, line })] };
  }
  const reached = withoutIgnored(await fork.connection.introspect(), ignore);
  const difference = await describeDifference(engine, way.before, reached);
  if (difference.length > 0) return { kind: "different", findings: [report("down-differs", difference.join("; "), "error")] };
  const again = await fork.connection.execute(migration.up);
  const left =
    again.error === null
      ? await describeDifference(engine, way.after, withoutIgnored(await fork.connection.introspect(), ignore))
      : [again.error.message];
  const kind = differsInFieldOrder(way.before, reached) ? "column-order" : "exact";
  return { kind, findings: left.length === 0 ? [] : [report("up-again-fails", left.join("; "), "error", migration.up)] };
}
