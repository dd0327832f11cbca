import { join } from "node:path";
import { redact } from "../model/error.ts";
import { findAddresses, findEngineClues, type Sighting } from "./detection/clues.ts";
import { type DetectedMigrations, findMigrationFolders } from "./detection/migration-folders.ts";
import { compareText, inspectPath, listFiles, readText } from "./files.ts";

export interface DetectedEngine {
  readonly engine: string;
  readonly variant: string | null;
  /** Major version, or null where nothing tells it. */
  readonly version: string | null;
  readonly sightings: readonly Sighting[];
}
/** `recognised`: known by name, not read yet. */
export interface DetectedModel {
  readonly orm: string;
  readonly support: "supported" | "recognised";
  readonly path: string;
  readonly sighting: Sighting;
}
/** A variable that holds an address. Its value is not kept. */
export interface DetectedAddress {
  readonly name: string;
  readonly engine: string | null;
  readonly sighting: Sighting;
}
export interface DetectedProject {
  readonly engines: readonly DetectedEngine[];
  readonly migrations: readonly DetectedMigrations[];
  readonly models: readonly DetectedModel[];
  readonly addresses: readonly DetectedAddress[];
  /** SQL files that by their name fill a database. */
  readonly seeds: readonly string[];
  /** Folders that hold application code. */
  readonly code: readonly string[];
}

const largestFileBytes = 1024 * 1024;
const isManifest =
  /(?:^|\/)(?:package\.json|requirements[^/]*\.txt|pyproject\.toml|Pipfile|Gemfile|go\.mod|(?:docker-)?compose[^/]*\.ya?ml|[^/]+\.prisma|drizzle\.config\.[cm]?[jt]s|dbt_project\.yml|Makefile|Dockerfile|Taskfile\.ya?ml|justfile)$/;
const isPackageList = /(?:package\.json|\.txt|\.toml|Pipfile|Gemfile)$/;
const isEnvironment = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;
const usualCode = ["app", "src", "lib", "server", "api", "apps", "packages", "services", "cmd", "internal"];

const recognisedOrms: Readonly<Record<string, string>> = {
  typeorm: "typeorm",
  sequelize: "sequelize",
  "@mikro-orm/core": "mikro-orm",
  mongoose: "mongoose",
  kysely: "kysely",
  sqlalchemy: "sqlalchemy",
  django: "django",
  rails: "rails",
};

/**
 * Engines and their versions, migration folders, ORM models and address variables of a repository, each with the file and line that tells it.
 * Reads at most 1 MiB of a file, no hidden folder, no value of a variable. Throws `file-unreadable`.
 */
export async function detectProject(root: string): Promise<DetectedProject> {
  // The lead's own records are none of what it finds, but for the folder of migrations that it made where there was none.
  const paths = listFiles(root).filter((path) => !path.startsWith("dblead/") || path.startsWith("dblead/migrations/"));
  const texts = new Map<string, string>();
  const read = async (path: string): Promise<string> => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const size = (await inspectPath(join(root, path)))?.sizeBytes ?? 0;
    const text = size > largestFileBytes ? "" : await readText(join(root, path));
    texts.set(path, text);
    return text;
  };
  const manifests: { readonly path: string; readonly text: string }[] = [];
  for (const path of paths) if (isManifest.test(path)) manifests.push({ path, text: await read(path) });
  const addresses = [];
  for (const path of paths) if (isEnvironment.test(path)) addresses.push(...findAddresses(path, await read(path)));
  const clues = manifests.flatMap(({ path, text }) => findEngineClues(path, text));
  const named = addresses.flatMap(({ engine, variant, sighting }) =>
    engine === null ? [] : [{ engine, variant, version: null, sighting }],
  );
  const models = await findModels(paths, manifests, read);
  return {
    engines: mergeClues([...clues, ...named]),
    migrations: await findMigrationFolders(
      paths,
      read,
      manifests.map(({ text }) => text),
    ),
    models: [...models, ...recogniseOrms(manifests, models)],
    addresses: addresses.map(({ name, engine, sighting }) => ({ name, engine, sighting })),
    seeds: paths.filter((path) => /(?:^|\/)seeds?(?:[._/-][^/]*)?\.sql$|(?:^|\/)seeds?\/[^/]*\.sql$/i.test(path)),
    code: usualCode.filter((folder) => paths.some((path) => path.startsWith(`${folder}/`))),
  };
}

type Clue = ReturnType<typeof findEngineClues>[number];

/** One entry an engine: the clue that names a version or a variant wins; the newest of several versions is taken. */
function mergeClues(clues: readonly Clue[]): readonly DetectedEngine[] {
  const engines = [...new Set(clues.map(({ engine }) => engine))];
  return engines.map((engine) => {
    const own = clues.filter((clue) => clue.engine === engine);
    const versions = own.flatMap(({ version }) => (version === null ? [] : [version])).sort((a, b) => Number(b) - Number(a));
    return {
      engine,
      variant: own.find(({ variant }) => variant !== null)?.variant ?? null,
      version: versions[0] ?? null,
      sightings: own.map(({ sighting }) => sighting),
    };
  });
}

interface Manifest {
  readonly path: string;
  readonly text: string;
}

interface ModelClue {
  readonly orm: string;
  /** The package that a manifest must name before files are looked into; null: the file's name is enough. */
  readonly needs: RegExp | null;
  readonly path: RegExp;
  /** Shows the line. */
  readonly line: RegExp;
  readonly holds: RegExp;
}

const code = /^(?!.*\.(?:test|spec|config|d)\.).*\.[cm]?[jt]s$/;
const modelClues: readonly ModelClue[] = [
  { orm: "prisma", needs: null, path: /\.prisma$/, line: /^\s*model\s+\w+\s*\{/, holds: /(?:)/ },
  { orm: "rails", needs: null, path: /(?:^|\/)db\/schema\.rb$/, line: /ActiveRecord::Schema/, holds: /(?:)/ },
  { orm: "rails", needs: null, path: /(?:^|\/)db\/structure\.sql$/, line: /^CREATE TABLE/, holds: /(?:)/ },
  {
    orm: "drizzle",
    needs: /"drizzle-orm"/,
    path: code,
    line: /\b(?:pg|sqlite|mysql)Table(?:Creator)?\s*\(|\.table\(\s*["']/,
    holds: /drizzle-orm/,
  },
  { orm: "typeorm", needs: /"typeorm"/, path: code, line: /@Entity\s*\(/, holds: /typeorm/ },
  { orm: "sequelize", needs: /"sequelize"/, path: code, line: /\b\w+\.(?:init|define)\s*\(/, holds: /\bDataTypes\b/ },
  { orm: "django", needs: /\bdjango\b/i, path: /(?:^|\/)models(?:\/[^/]+)?\.py$/, line: /\bmodels\.Model\b/, holds: /\bdjango\b/ },
  { orm: "sqlalchemy", needs: /\bsqlalchemy\b/i, path: /\.py$/, line: /__tablename__|=\s*(?:\w+\.)?Table\(/, holds: /\bsqlalchemy\b/ },
];

async function findModels(
  paths: readonly string[],
  manifests: readonly Manifest[],
  read: (path: string) => Promise<string>,
): Promise<readonly DetectedModel[]> {
  const models: DetectedModel[] = [];
  for (const { orm, needs, path: pattern, line: shows, holds } of modelClues) {
    if (needs !== null && !manifests.some(({ path, text }) => isPackageList.test(path) && needs.test(text))) continue;
    for (const path of paths.filter((each) => pattern.test(each) && !/(?:^|\/)migrations?\//.test(each))) {
      const text = await read(path);
      const line = holds.test(text) ? text.split("\n").findIndex((content) => shows.test(content)) : -1;
      if (line !== -1) models.push(modelAt(orm, path, path, line, text));
    }
  }
  return mergeFolders(models);
}

function modelAt(orm: string, path: string, file: string, line: number, text: string): DetectedModel {
  return {
    orm,
    support: "supported",
    path,
    sighting: { file, line: line + 1, text: redact((text.split("\n")[line] ?? "").trim()).slice(0, 120) },
  };
}

/** A model in several files is configured as the folder that holds them all. Rails has one file, `schema.rb` before `structure.sql`. */
function mergeFolders(models: readonly DetectedModel[]): readonly DetectedModel[] {
  const byKind = new Map<string, readonly DetectedModel[]>();
  for (const model of models) byKind.set(model.orm, [...(byKind.get(model.orm) ?? []), model]);
  return [...byKind.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1 || first.orm === "rails") return group.slice(0, 1);
    return [{ ...first, path: commonFolder(group.map(({ path }) => path)) }];
  });
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => path.split("/").slice(0, -1));
  const length = first.findIndex((part, index) => rest.some((parts) => parts[index] !== part));
  const common = first.slice(0, length === -1 ? first.length : length);
  return common.length === 0 ? "." : common.join("/");
}

/** ORMs that a manifest names; those whose model was found are left out. */
function recogniseOrms(manifests: readonly Manifest[], found: readonly DetectedModel[]): readonly DetectedModel[] {
  return manifests
    .filter(({ path }) => isPackageList.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((content, line): readonly DetectedModel[] => {
        const word = /^\s*(?:gem\s+)?["']?(@?[\w/-]+)/.exec(content)?.[1]?.toLowerCase() ?? "";
        const orm = Object.hasOwn(recognisedOrms, word) ? recognisedOrms[word] : undefined;
        return orm === undefined || found.some((model) => model.orm === orm)
          ? []
          : [{ ...modelAt(orm, path, path, line, text), support: "recognised" }];
      }),
    )
    .sort((a, b) => compareText(a.orm, b.orm));
}
