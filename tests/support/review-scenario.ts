import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { replayStatements } from "../../src/engines/postgresql/lint/text-replay.ts";
import { parsePostgresql } from "../../src/engines/postgresql/parse.ts";
import { lintPostgresql } from "../../src/engines/postgresql/rules.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Migration, Script } from "../../src/model/migration.ts";
import type { Schema, Sizes } from "../../src/model/schema.ts";

const folder = fileURLToPath(new URL("../scenarios/review/", import.meta.url));

/** A set of migrations on a base, and what is expected of its review. */
export interface ReviewScenario {
  readonly name: string;
  readonly folder: string;
  readonly base: Script;
  readonly migrations: readonly Migration[];
  readonly version: string;
  readonly sizes: Sizes;
  /** Whether the server takes all files. */
  readonly runs: boolean;
  /** Lines of `expected.golden.txt`; `clean` alone: nothing may be found. */
  readonly expected: readonly string[];
  /** Text of `verdict.golden.txt`: what the execution shows; null: this one is judged by its text. */
  readonly verdict: string | null;
}

interface Options {
  readonly version?: string;
  readonly sizes?: Sizes;
  readonly runs?: boolean;
}

export function readScenarios(): readonly ReviewScenario[] {
  return readdirSync(folder).toSorted().map(readScenario);
}

function readScenario(name: string): ReviewScenario {
  const place = `${folder}${name}/`;
  const read = (file: string): string | null => (existsSync(`${place}${file}`) ? readFileSync(`${place}${file}`, "utf8") : null);
  const options = JSON.parse(read("options.json") ?? "{}") as Options;
  const script = (file: string): Script | null => {
    const text = read(file);
    return text === null ? null : { file, line: 1, text, transaction: /^-- transaction:none\b/m.test(text) ? "none" : "own" };
  };
  const files = readdirSync(place)
    .filter((file) => /^\d+\.sql$/.test(file))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return {
    name,
    folder: place,
    base: script("base.sql") ?? { file: "base.sql", line: 1, text: "", transaction: "none" },
    migrations: files.map((file) => ({
      id: file.replace(/\.sql$/, ""),
      name,
      up: script(file) ?? missing(file),
      down: script(file.replace(/\.sql$/, ".down.sql")),
    })),
    version: options.version ?? "18",
    sizes: options.sizes ?? {},
    runs: options.runs ?? true,
    expected: (read("expected.golden.txt") ?? "")
      .trim()
      .split("\n")
      .filter((line) => line !== ""),
    verdict: read("verdict.golden.txt"),
  };
}

function missing(file: string): never {
  throw new Error(`${file} went while it was read`);
}

/** Errors and warnings of the rules, one a line, on the base as its text makes it. */
export async function lintScenario({ base, migrations, version, sizes }: ReviewScenario): Promise<readonly string[]> {
  const made = await parsePostgresql(base);
  const start: Schema = { engine: "postgresql", version, objects: [], unmodelled: [] };
  const schema = replayStatements(start, made);
  const findings = await lintPostgresql({
    scripts: migrations.map(({ up }) => up),
    base: schema,
    version,
    sizes,
    levels: {},
    today: "2026-01-01",
  });
  return printFindings(findings);
}

export function printFindings(findings: readonly Finding[]): readonly string[] {
  const told = findings
    .filter(({ level }) => level !== "note")
    .map(({ level, file, line, rule, object }) => `${level} ${file}:${line} ${rule} ${object ?? "-"}`);
  return told.length === 0 ? ["clean"] : told.toSorted();
}
