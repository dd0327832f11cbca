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
  /(?:^|\/)(?:package\.json|requirements[^/]*\.txt|pyproject\.toml|Pipfile|Gemfile|go\.mod|(?:docker-)?compose[^/]*\.ya?ml|[^/]+\.prisma|drizzle\.config\.[cm]?[jt]s|dbt_project\.yml|Makefile)$/;
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
  const paths = listFiles(root);
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
  return {
    engines: mergeClues([...clues, ...named]),
    migrations: await findMigrationFolders(
      paths,
      read,
      manifests.map(({ text }) => text),
    ),
    models: [...(await findModels(paths, manifests, read)), ...recogniseOrms(manifests)],
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

async function findModels(
  paths: readonly string[],
  manifests: readonly Manifest[],
  read: (path: string) => Promise<string>,
): Promise<readonly DetectedModel[]> {
  const models: DetectedModel[] = [];
  for (const { path, text } of manifests) {
    const line = text.split("\n").findIndex((content) => /^\s*model\s+\w+\s*\{/.test(content));
    if (path.endsWith(".prisma") && line !== -1) models.push(modelAt("prisma", path, path, line, text));
  }
  const usesDrizzle = manifests.some(({ path, text }) => path.endsWith("package.json") && text.includes('"drizzle-orm"'));
  for (const path of usesDrizzle ? paths.filter((each) => /\.[cm]?[jt]s$/.test(each) && !/\.(?:test|spec|config)\./.test(each)) : []) {
    const text = await read(path);
    const line = text.split("\n").findIndex((content) => /\b(?:pgTable|sqliteTable|mysqlTable)\s*\(|\.table\(\s*["']/.test(content));
    if (line !== -1 && text.includes("drizzle-orm")) models.push(modelAt("drizzle", path, path, line, text));
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

/** A model in several files of one folder is configured as the folder. */
function mergeFolders(models: readonly DetectedModel[]): readonly DetectedModel[] {
  const byFolder = new Map<string, readonly DetectedModel[]>();
  for (const model of models) {
    const key = `${model.orm} ${model.path.slice(0, Math.max(0, model.path.lastIndexOf("/")))}`;
    byFolder.set(key, [...(byFolder.get(key) ?? []), model]);
  }
  return [...byFolder.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const folder = first.path.slice(0, Math.max(0, first.path.lastIndexOf("/")));
    return [{ ...first, path: folder === "" ? "." : folder }];
  });
}

function recogniseOrms(manifests: readonly Manifest[]): readonly DetectedModel[] {
  return manifests
    .filter(({ path }) => /(?:package\.json|\.txt|\.toml|Pipfile|Gemfile)$/.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((content, line): readonly DetectedModel[] => {
        const word = /^\s*(?:gem\s+)?["']?(@?[\w/-]+)/.exec(content)?.[1]?.toLowerCase() ?? "";
        const orm = Object.hasOwn(recognisedOrms, word) ? recognisedOrms[word] : undefined;
        return orm === undefined ? [] : [{ ...modelAt(orm, path, path, line, text), support: "recognised" }];
      }),
    )
    .sort((a, b) => compareText(a.orm, b.orm));
}
