// node run-migrations.mjs <runner> <up|down> <runners' folder> <project> <migration folder> <address>
// Applies, or undoes, all migrations of a project with the runner itself, and prints the names of those that it touched as JSON on the last line.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [runner, direction, runners, project, folder, url] = process.argv.slice(2);
const packages = join(runners, "node");
const require = createRequire(join(packages, "package.json"));
const directory = join(project, folder);
const load = async (name) => {
  const module = await import(pathToFileURL(require.resolve(name)).href);
  return { ...module.default, ...module };
};

const drivers = {
  dbmate: () => {
    const program = [process.execPath, join(packages, "node_modules/dbmate/dist/cli.js")];
    const options = ["--url", `${url}?sslmode=disable`, "--migrations-dir", directory, "--no-dump-schema"];
    const call = (verb) =>
      execFileSync(program[0], [...program.slice(1), ...options, verb], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const names = [];
    if (direction === "up") return lines(call("migrate"), /^Applied: (.*\.sql)/);
    for (const name of readdirSync(directory)) if (name.endsWith(".sql")) names.push(...lines(call("rollback"), /^Rolled back: (.*\.sql)/));
    return names;
  },
  "golang-migrate": () => {
    const options = ["-path", directory, "-database", `${url}?sslmode=disable`, ...(direction === "up" ? ["up"] : ["down", "-all"])];
    const { stderr, stdout } = spawn(join(runners, "bin", "migrate"), options);
    return lines(`${stdout}\n${stderr}`, /^(\d+\/[ud] \S+)/);
  },
  knex: async () => {
    const { knex } = await load("knex");
    const instance = knex({ client: "pg", connection: url, migrations: { directory, loadExtensions: [".js", ".cjs", ".mjs", ".ts"] } });
    try {
      const [, names] = direction === "up" ? await instance.migrate.latest() : await instance.migrate.rollback({}, true);
      return names;
    } finally {
      await instance.destroy();
    }
  },
  "node-pg-migrate": async () => {
    const { runner: run } = await load("node-pg-migrate");
    const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
    // The command line's own defaults.
    const options = { databaseUrl: url, dir: directory, migrationsTable: "pgmigrations", singleTransaction: true, logger: quiet };
    return (await run({ ...options, direction, ...(direction === "up" ? {} : { count: 1000 }) })).map(({ name }) => name);
  },
  typeorm: async () => {
    const { DataSource } = await load("typeorm");
    const source = new DataSource({ type: "postgres", url, migrations: [join(directory, "*.{js,ts,cjs,mjs}")] });
    await source.initialize();
    try {
      if (direction === "up") return (await source.runMigrations()).map(({ name }) => name);
      const before = await source.query('select name from "migrations" order by id desc');
      for (let at = 0; at < before.length; at += 1) await source.undoLastMigration();
      return before.map(({ name }) => name);
    } finally {
      await source.destroy();
    }
  },
  sequelize: async () => {
    const { Sequelize } = await load("sequelize");
    const { Umzug, SequelizeStorage } = await load("umzug");
    const sequelize = new Sequelize(url, { logging: false });
    const umzug = new Umzug({
      migrations: {
        glob: ["*.{js,cjs,mjs,ts}", { cwd: directory }],
        // As the command line of Sequelize calls them.
        resolve: ({ name, path, context }) => {
          const module = import(pathToFileURL(path).href).then((found) => ({ ...found.default, ...found }));
          return { name, up: async () => (await module).up(context, Sequelize), down: async () => (await module).down(context, Sequelize) };
        },
      },
      context: sequelize.getQueryInterface(),
      storage: new SequelizeStorage({ sequelize }),
      logger: undefined,
    });
    try {
      return (direction === "up" ? await umzug.up() : await umzug.down({ to: 0 })).map(({ name }) => name);
    } finally {
      await sequelize.close();
    }
  },
  drizzle: async () => {
    const { drizzle } = await load("drizzle-orm/node-postgres");
    const { migrate } = await load("drizzle-orm/node-postgres/migrator");
    const database = drizzle(url);
    const count = async () => {
      const { rows } = await database.execute("select to_regclass('drizzle.__drizzle_migrations') as known");
      if (rows[0].known === null) return 0;
      return Number((await database.execute("select count(*) as count from drizzle.__drizzle_migrations")).rows[0].count);
    };
    try {
      const before = await count();
      await migrate(database, { migrationsFolder: directory });
      return Array.from({ length: (await count()) - before }, (_, index) => String(before + index));
    } finally {
      await database.$client.end();
    }
  },
  // Its engine, as its packages bring it: the command line wants a program that is downloaded.
  prisma: async () => {
    const { openPrismaEngine } = await import("./prisma-engine.mjs");
    const engine = await openPrismaEngine(packages, url, [["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n']]);
    const ids = readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
    const migrationDirectories = ids.map((path) => ({
      path,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: readFileSync(join(directory, path, "migration.sql"), "utf8") } },
    }));
    const lockfile = { path: "migration_lock.toml", content: readFileSync(join(directory, "migration_lock.toml"), "utf8") };
    const migrationsList = { baseDir: directory, lockfile, shadowDbInitScript: "", migrationDirectories };
    return (await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } })).appliedMigrationNames;
  },
};

function spawn(program, options) {
  const output = execFileSync("/bin/sh", ["-c", '"$0" "$@" 2>&1', program, ...options], { encoding: "utf8" });
  return { stdout: output, stderr: "" };
}

function lines(text, pattern) {
  return text.split("\n").flatMap((line) => pattern.exec(line)?.[1] ?? []);
}

const touched = await drivers[runner]();
console.log(JSON.stringify(touched));
process.exit(0);
