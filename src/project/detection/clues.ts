import { redact } from "../../model/error.ts";

/** What a detection rests on: a line of a file. `text` never holds a value that could be secret. */
export interface Sighting {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
export interface EngineClue {
  readonly engine: string;
  readonly variant: string | null;
  readonly version: string | null;
  readonly sighting: Sighting;
}

type Kind = readonly [engine: string, variant?: string];

/** Packages whose presence tells an engine, by the file that lists them. */
const packages: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  "package.json": {
    pg: ["postgresql"],
    postgres: ["postgresql"],
    "pg-promise": ["postgresql"],
    "@neondatabase/serverless": ["postgresql", "neon"],
    mysql: ["mysql"],
    mysql2: ["mysql"],
    mariadb: ["mysql", "mariadb"],
    "better-sqlite3": ["sqlite"],
    sqlite3: ["sqlite"],
    "@libsql/client": ["sqlite"],
    mongodb: ["mongodb"],
    "migrate-mongo": ["mongodb"],
    mongoose: ["mongodb"],
    "@elastic/elasticsearch": ["elasticsearch"],
    "@opensearch-project/opensearch": ["elasticsearch", "opensearch"],
  },
  python: {
    psycopg: ["postgresql"],
    psycopg2: ["postgresql"],
    "psycopg2-binary": ["postgresql"],
    asyncpg: ["postgresql"],
    pymysql: ["mysql"],
    mysqlclient: ["mysql"],
    pymongo: ["mongodb"],
    elasticsearch: ["elasticsearch"],
    "opensearch-py": ["elasticsearch", "opensearch"],
    "dbt-core": ["dbt"],
  },
  Gemfile: { pg: ["postgresql"], mysql2: ["mysql"], sqlite3: ["sqlite"], mongoid: ["mongodb"], elasticsearch: ["elasticsearch"] },
  "go.mod": {
    "github.com/lib/pq": ["postgresql"],
    "github.com/jackc/pgx": ["postgresql"],
    "github.com/go-sql-driver/mysql": ["mysql"],
    "github.com/mattn/go-sqlite3": ["sqlite"],
    "modernc.org/sqlite": ["sqlite"],
    "go.mongodb.org/mongo-driver": ["mongodb"],
    "github.com/elastic/go-elasticsearch": ["elasticsearch"],
  },
};

const images: readonly (readonly [RegExp, ...Kind])[] = [
  [/(?:^|\/)(?:postgres|postgresql|postgis|pgvector|timescaledb)$/, "postgresql"],
  [/(?:^|\/)(?:mysql|mysql-server|percona)$/, "mysql"],
  [/(?:^|\/)mariadb$/, "mysql", "mariadb"],
  [/(?:^|\/)(?:mongo|mongodb|mongodb-community-server)$/, "mongodb"],
  [/(?:^|\/)elasticsearch$/, "elasticsearch"],
  [/(?:^|\/)opensearch$/, "elasticsearch", "opensearch"],
];
const schemes: readonly (readonly [RegExp, ...Kind])[] = [
  [/^postgres(?:ql)?:\/\/[^@]*@?[^/]*\.neon\.tech/, "postgresql", "neon"],
  [/^postgres(?:ql)?(?:\+\w+)?:\/\//, "postgresql"],
  [/^mariadb(?:\+\w+)?:\/\//, "mysql", "mariadb"],
  [/^mysql2?(?:\+\w+)?:\/\//, "mysql"],
  [/^mongodb(?:\+srv)?:\/\//, "mongodb"],
  [/^(?:file:|sqlite3?:)/, "sqlite"],
];

/** What one file says about engines. Files that say nothing of it give nothing. */
export function findEngineClues(path: string, text: string): readonly EngineClue[] {
  const name = path.split("/").at(-1) ?? path;
  if (name === "package.json" || name === "Gemfile" || name === "go.mod") return packageClues(path, text, packages[name] ?? {});
  if (/^(?:requirements.*\.txt|pyproject\.toml|Pipfile)$/.test(name)) return packageClues(path, text, packages["python"] ?? {});
  if (/^(?:docker-)?compose.*\.ya?ml$/.test(name)) return imageClues(path, text);
  if (name.endsWith(".prisma")) return providerClues(path, text);
  if (/^drizzle\.config\.[cm]?[jt]s$/.test(name)) return dialectClues(path, text);
  if (name === "dbt_project.yml") return dbtClues(path, text);
  return [];
}

function clue(path: string, line: number, text: string, kind: Kind, version: string | null = null): EngineClue {
  return { engine: kind[0], variant: kind[1] ?? null, version, sighting: { file: path, line, text: redact(text.trim()).slice(0, 120) } };
}

function packageClues(path: string, text: string, known: Readonly<Record<string, Kind>>): readonly EngineClue[] {
  return linesOf(text).flatMap(({ line, content }) => {
    return readPackages(path, content).flatMap((name) => {
      const kind = Object.hasOwn(known, name) ? known[name] : undefined;
      return kind === undefined ? [] : [clue(path, line, content, kind)];
    });
  });
}

/** The packages that a line of such a file lists: one, or all of a manifest that stands on one line. */
function readPackages(path: string, line: string): readonly string[] {
  if (path.endsWith("package.json")) return [...line.matchAll(/"([^"]+)"\s*:\s*"[^"]*"/g)].map((match) => match[1] ?? "");
  const name = readPackage(path, line);
  return name === null ? [] : [name];
}

function readPackage(path: string, line: string): string | null {
  if (path.endsWith("Gemfile")) return /^\s*gem\s+["']([^"']+)["']/.exec(line)?.[1] ?? null;
  if (path.endsWith("go.mod")) return /^\s*(?:require\s+)?([\w./-]+?)(?:\/v\d+)?\s+v\d/.exec(line)?.[1] ?? null;
  return /^\s*["']?([A-Za-z0-9_-]+)(?:\[[^\]]*\])?\s*(?:[=<>~!^"',;]|$)/.exec(line)?.[1]?.toLowerCase() ?? null;
}

function imageClues(path: string, text: string): readonly EngineClue[] {
  return linesOf(text).flatMap(({ line, content }) => {
    const [, image = "", tag = ""] = /^\s*image:\s*["']?([^\s:"'@]+(?::\d+\/[^\s:"'@]+)?)(?::([^\s"'@]+))?/.exec(content) ?? [];
    const found = images.find(([pattern]) => pattern.test(image));
    if (found === undefined) return [];
    const [, engine, variant] = found;
    const version = /(\d+(?:\.\d+)*)/.exec(tag.replace(/^\$\{[^}]*:-([^}]*)\}$/, "$1"))?.[1] ?? null;
    return [clue(path, line, content, variant === undefined ? [engine] : [engine, variant], majorOf(engine, version))];
  });
}

/** Major versions are one number, but for MySQL and MariaDB before and after ten: 8.0, 8.4, 10.11. */
function majorOf(engine: string, version: string | null): string | null {
  if (version === null) return null;
  return version
    .split(".")
    .slice(0, engine === "mysql" ? 2 : 1)
    .join(".");
}

function providerClues(path: string, text: string): readonly EngineClue[] {
  const start = text.search(/\bdatasource\s+\w+\s*\{/);
  if (start === -1) return [];
  const match = /provider\s*=\s*"(\w+)"/.exec(text.slice(start));
  const kinds: Readonly<Record<string, Kind>> = {
    postgresql: ["postgresql"],
    postgres: ["postgresql"],
    mysql: ["mysql"],
    sqlite: ["sqlite"],
    mongodb: ["mongodb"],
  };
  const kind = kinds[match?.[1] ?? ""];
  return match === null || kind === undefined ? [] : [clue(path, lineAt(text, start + match.index), match[0], kind)];
}

function dialectClues(path: string, text: string): readonly EngineClue[] {
  const match = /\b(?:dialect|driver)\s*:\s*["'](\w+)["']/.exec(text);
  const kinds: Readonly<Record<string, Kind>> = {
    postgresql: ["postgresql"],
    pg: ["postgresql"],
    mysql: ["mysql"],
    mysql2: ["mysql"],
    sqlite: ["sqlite"],
    turso: ["sqlite"],
  };
  const kind = kinds[match?.[1] ?? ""];
  return match === null || kind === undefined ? [] : [clue(path, lineAt(text, match.index), match[0], kind)];
}

function dbtClues(path: string, text: string): readonly EngineClue[] {
  const line = text.split("\n").findIndex((content) => /^name\s*:/.test(content));
  const version = /^require-dbt-version\s*:.*?(\d+\.\d+)/m.exec(text)?.[1] ?? null;
  return [clue(path, line === -1 ? 1 : line + 1, text.split("\n")[line] ?? "dbt_project.yml", ["dbt"], version)];
}

/** Variables that hold an address: the name and the engine that the address begins with. The value is looked at and left where it is. */
export function findAddresses(
  path: string,
  text: string,
): readonly { readonly name: string; readonly engine: string | null; readonly variant: string | null; readonly sighting: Sighting }[] {
  return linesOf(text).flatMap(({ line, content }) => {
    const [, name = "", value = ""] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*["']?(.*?)["']?\s*$/.exec(content) ?? [];
    const scheme = schemes.find(([pattern]) => pattern.test(value));
    const isAddress = scheme !== undefined || /(?:DATABASE|DB|POSTGRES|PG|MYSQL|MONGO|SQLITE|ELASTIC)\w*_(?:URL|URI|DSN)$/i.test(name);
    if (name === "" || !isAddress) return [];
    return [{ name, engine: scheme?.[1] ?? null, variant: scheme?.[2] ?? null, sighting: { file: path, line, text: `${name}=…` } }];
  });
}

function linesOf(text: string): readonly { readonly line: number; readonly content: string }[] {
  return text.split("\n").map((content, index) => ({ line: index + 1, content }));
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
