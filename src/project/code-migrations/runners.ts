// Inside the recording process: the project's own runner, connected to the stand-in driver.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeRunner } from "./code-file.ts";
import type { Dialect, RunnerSession } from "./protocol.ts";

type Exports = Readonly<Record<string, unknown>>;
// What is called here belongs to packages of the project, whose types are not at hand: each call is checked as it is made.
type Callable = (...args: readonly unknown[]) => unknown;
type Constructor = new (...args: readonly unknown[]) => object;

export interface RunnerRequest {
  readonly runner: CodeRunner;
  readonly root: string;
  readonly dialect: Dialect;
  readonly driver: Exports;
  /** Runs SQL that the runner collected instead of sending it; `line` of the migration where it was asked for. */
  readonly send: (text: string, line?: number) => Promise<unknown>;
  /** The line of the migration that is at work on the call stack; 0 where there is none. */
  readonly site: () => number;
  /** Says where what is sent next was asked for. */
  readonly atLine: (line: number) => void;
}

/** Throws an error that says what is missing where the project does not have its runner. */
export async function openRunner(request: RunnerRequest): Promise<RunnerSession> {
  switch (request.runner) {
    case "knex":
      return openKnex(request, await load(request.root, "knex"));
    case "node-pg-migrate":
      return openPgMigrate(request, await load(request.root, "node-pg-migrate"));
    case "typeorm":
      return openTypeorm(request, await load(request.root, "typeorm"));
    case "sequelize":
      return openSequelize(request, await load(request.root, "sequelize"));
  }
}

async function load(root: string, name: string): Promise<Exports> {
  let path: string;
  try {
    path = createRequire(join(root, "package.json")).resolve(name);
  } catch {
    throw new Error(`${name} is not installed in this project`);
  }
  const module = (await import(pathToFileURL(path).href)) as Exports;
  return isExports(module["default"]) ? { ...module["default"], ...module } : module;
}

function isExports(value: unknown): value is Exports {
  return (typeof value === "object" || typeof value === "function") && value !== null;
}

function functionOf(holder: unknown, name: string): Callable {
  const found: unknown = isExports(holder) ? holder[name] : undefined;
  if (typeof found !== "function") throw new Error(`it has no function ${name}`);
  return (...args) => (found as Callable).apply(holder, [...args]);
}

function make(holder: unknown, name: string, ...args: readonly unknown[]): object {
  const found: unknown = isExports(holder) ? holder[name] : undefined;
  if (typeof found !== "function") throw new Error(`this version of the runner has no ${name}`);
  return new (found as Constructor)(...args);
}

async function openKnex({ root, dialect, driver, site, atLine }: RunnerRequest, knex: Exports): Promise<RunnerSession> {
  const create: unknown = knex["knex"] ?? knex["default"];
  if (typeof create !== "function") throw new Error("this version of knex exports no function");
  const isSqlite = dialect === "sqlite";
  // A client of the project's own Knex that takes our driver, so that none of its own is loaded.
  const base = clientClass(root, isSqlite ? "better-sqlite3" : "postgres");
  class RecordingClient extends base {
    _driver(): unknown {
      return isSqlite ? driver["driver"] : driver;
    }
  }
  const connection = isSqlite ? { filename: ":memory:" } : {};
  const settings = isSqlite ? { useNullAsDefault: true } : { version: "18.0" };
  const instance = (create as Callable)({ client: RecordingClient, connection, ...settings, pool: { min: 0, max: 1 } });
  const client: unknown = isExports(instance) ? instance["client"] : undefined;
  if (!isExports(client)) throw new Error("this version of knex has no client");
  followBuilders(Reflect.getPrototypeOf(client) ?? client, site, atLine);
  return {
    async run(module, direction) {
      const config: unknown = module["config"];
      const leaves = isExports(config) && config["transaction"] === false;
      const act = functionOf(module, direction);
      if (leaves) await act(instance);
      else await functionOf(instance, "transaction")((trx: unknown) => act(trx));
      return leaves ? "no" : "yes";
    },
    close: async () => void (await functionOf(instance, "destroy")()),
  };
}

function clientClass(root: string, dialect: string): Constructor {
  const found: unknown = createRequire(join(root, "package.json"))(`knex/lib/dialects/${dialect}/index.js`);
  if (typeof found !== "function") throw new Error(`this version of knex has no client for ${dialect}`);
  return found as Constructor;
}

/** Knex sends when a builder is awaited, where the stack no longer tells: the line is taken when it is made, and given back when it runs. */
function followBuilders(prototype: object, site: () => number, atLine: (line: number) => void): void {
  const lines = new WeakMap<object, number>();
  for (const name of ["queryBuilder", "schemaBuilder", "raw"]) {
    const make: unknown = Reflect.get(prototype, name);
    if (typeof make !== "function") continue;
    const followed = function (this: unknown, ...args: readonly unknown[]): unknown {
      const builder: unknown = (make as Callable).apply(this, [...args]);
      if (isExports(builder)) lines.set(builder, site());
      return builder;
    };
    Reflect.set(prototype, name, followed);
  }
  const makeRunner: unknown = Reflect.get(prototype, "runner");
  if (typeof makeRunner !== "function") return;
  const followed = function (this: unknown, builder: unknown, ...args: readonly unknown[]): unknown {
    const runner: unknown = (makeRunner as Callable).apply(this, [builder, ...args]);
    const query: unknown = isExports(runner) ? runner["query"] : undefined;
    if (isExports(runner) && typeof query === "function") {
      const run = (...given: readonly unknown[]): unknown => {
        atLine(isExports(builder) ? (lines.get(builder) ?? 0) : 0);
        return (query as Callable).apply(runner, [...given]);
      };
      Reflect.set(runner, "query", run);
    }
    return runner;
  };
  Reflect.set(prototype, "runner", followed);
}

async function openPgMigrate({ driver, send, site }: RunnerRequest, runner: Exports): Promise<RunnerSession> {
  let shorthands: object = {};
  const client = make(driver, "Client");
  const query = async (...args: readonly unknown[]): Promise<unknown> => functionOf(client, "query")(...args);
  const select = async (...args: readonly unknown[]): Promise<unknown> => {
    const results = await query(...args);
    return isExports(results) ? results["rows"] : [];
  };
  const database = { query, select };
  return {
    async run(module, direction) {
      if (isExports(module["shorthands"])) shorthands = { ...shorthands, ...module["shorthands"] };
      const builder = make(runner, "MigrationBuilder", database, shorthands, false, console);
      const own: unknown = module[direction];
      const isReversed = direction === "down" && own === undefined;
      if (isReversed) functionOf(builder, "enableReverseMode")();
      const act = functionOf(module, isReversed ? "up" : direction);
      const lines: number[] = [];
      const followed = followSteps(builder, lines, site);
      // A migration of two parameters says by its second when it is done.
      if (typeof own === "function" && own.length === 2) await new Promise((resolve) => void act(followed, resolve));
      else await act(followed);
      if (isReversed) lines.reverse();
      for (const [index, step] of stepsOf(builder).entries()) await send(step, lines[index] ?? 0);
      return functionOf(builder, "isUsingTransaction")() === true ? "yes" : "no";
    },
    close: () => Promise.resolve(),
  };
}

function stepsOf(builder: object): readonly string[] {
  const steps: unknown = functionOf(builder, "getSqlSteps")();
  return Array.isArray(steps) ? steps.map(String) : [];
}

/** The builder only collects: at each of its calls the line is noted for what that call added. */
function followSteps(builder: object, lines: number[], site: () => number): object {
  return new Proxy(builder, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== "function") return found;
      return (...args: readonly unknown[]): unknown => {
        const line = site();
        const result: unknown = (found as Callable).apply(target, [...args]);
        while (lines.length < stepsOf(target).length) lines.push(line);
        return result;
      };
    },
  });
}

async function openTypeorm({ driver }: RunnerRequest, typeorm: Exports): Promise<RunnerSession> {
  const source = make(typeorm, "DataSource", {
    type: "postgres",
    driver,
    logging: false,
    entities: [],
    migrations: [],
    installExtensions: false,
  });
  await functionOf(source, "initialize")();
  return {
    async run(module, direction) {
      const migration = make(module, classIn(module));
      const queryRunner = functionOf(source, "createQueryRunner")();
      await functionOf(queryRunner, "startTransaction")();
      await functionOf(migration, direction)(queryRunner);
      await functionOf(queryRunner, "commitTransaction")();
      await functionOf(queryRunner, "release")();
      return "yes";
    },
    close: async () => void (await functionOf(source, "destroy")()),
  };
}

/** Under which name a module exports a class with an `up`. */
function classIn(module: Exports): string {
  const found = Object.entries(module).find(
    ([, value]) => typeof value === "function" && isExports(value.prototype) && typeof value.prototype["up"] === "function",
  );
  if (found === undefined) throw new Error("it exports no class with an up");
  return found[0];
}

async function openSequelize({ driver }: RunnerRequest, sequelize: Exports): Promise<RunnerSession> {
  const instance = make(sequelize, "Sequelize", {
    dialect: "postgres",
    dialectModule: driver,
    databaseVersion: "18.0.0",
    logging: false,
    pool: { min: 0, max: 1, idle: 600_000 },
  });
  // Opens the only connection now: its settings are not the migration's.
  await functionOf(instance, "query")("select 1");
  const queryInterface = functionOf(instance, "getQueryInterface")();
  const types: unknown = sequelize["Sequelize"];
  return {
    async run(module, direction) {
      const act = functionOf(module, direction);
      // Umzug hands over one parameter with a context, the command line of Sequelize two.
      const isUmzug = /^[^(]*\(\s*\{[^}]*\bcontext\b/.test(String(module[direction]));
      await (isUmzug ? act({ context: queryInterface, name: "migration" }) : act(queryInterface, types));
      return "no";
    },
    close: async () => void (await functionOf(instance, "close")()),
  };
}
