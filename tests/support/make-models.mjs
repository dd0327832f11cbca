// node make-models.mjs <orm> <runners' folder> <project> <address>
// Makes the tables of a project's model with the ORM's own tool. For Rails it then has the schema dumped again, to db/dumped.rb.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [orm, runners, project, url] = process.argv.slice(2);
const packages = join(runners, "node");
const require = createRequire(join(packages, "package.json"));
const load = async (name) => await import(pathToFileURL(require.resolve(name)).href);
const python = join(runners, "python", "bin", "python");

const makers = {
  prisma: async () => {
    const { openPrismaEngine } = await import("./prisma-engine.mjs");
    const content = readFileSync(join(project, "schema.prisma"), "utf8");
    const engine = await openPrismaEngine(packages, url, [["schema.prisma", content]]);
    const to = { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] };
    const filters = { externalTables: [], externalEnums: [] };
    const { stdout } = await engine.diff({ from: { tag: "empty" }, to, script: true, shadowDatabaseUrl: null, exitCode: null, filters });
    await runSql(stdout);
  },
  drizzle: async () => {
    const { generateDrizzleJson, generateMigration } = require(["drizzle-kit", "api"].join("/"));
    const schema = await import(pathToFileURL(join(project, "schema.ts")).href);
    const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson({ ...schema.default, ...schema }));
    await runSql(statements.join(";\n"));
  },
  typeorm: async () => {
    // Decorators with the types of their properties need the compiler itself.
    const typescript = require("typescript");
    const options = {
      module: "commonjs",
      target: "es2022",
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: false,
    };
    const source = readFileSync(join(project, "entities.ts"), "utf8");
    writeFileSync(join(project, "entities.cjs"), typescript.transpileModule(source, { compilerOptions: options }).outputText);
    const projectRequire = createRequire(join(project, "package.json"));
    const { DataSource } = projectRequire("typeorm");
    const entities = Object.values(projectRequire("./entities.cjs")).filter((value) => typeof value === "function");
    const source_ = new DataSource({ type: "postgres", url, entities, synchronize: true });
    await source_.initialize();
    await source_.destroy();
  },
  sequelize: async () => {
    const sequelize = createRequire(join(project, "package.json"))("./models.js")(url);
    await sequelize.sync();
    await sequelize.close();
  },
  sqlalchemy: () => {
    runPython(`import sys
sys.path.insert(0, ${JSON.stringify(project)})
import models
from sqlalchemy import create_engine
models.Base.metadata.create_all(create_engine(${JSON.stringify(url.replace("postgres://", "postgresql+psycopg://"))}))
`);
  },
  django: () => {
    const { hostname, port, pathname } = new URL(url);
    const database = {
      ENGINE: "django.db.backends.postgresql",
      NAME: pathname.slice(1),
      USER: "runner",
      PASSWORD: "runner",
      HOST: hostname,
      PORT: port,
    };
    runPython(`import sys
sys.path.insert(0, ${JSON.stringify(project)})
import django
from django.conf import settings
settings.configure(DATABASES={"default": ${JSON.stringify(database)}}, INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "shop"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
django.setup()
from django.core.management import call_command
call_command("makemigrations", "shop", verbosity=0)
call_command("migrate", verbosity=0)
`);
  },
  rails: () => {
    mkdirSync(join(project, "db"), { recursive: true });
    runProgram("ruby", [
      "-e",
      `require "active_record"
require "pg"
ActiveRecord::Base.establish_connection(ARGV[0])
ActiveRecord::Schema.verbose = false
load ARGV[1]
require "active_record/schema_dumper"
File.open(ARGV[2], "w") { |file| ActiveRecord::SchemaDumper.dump(ActiveRecord::Base.connection, file) }
`,
      url.replace("postgres://", "postgresql://"),
      join(project, "schema.rb"),
      join(project, "db", "dumped.rb"),
    ]);
  },
  structure: () => runSql(readFileSync(join(project, "structure.sql"), "utf8")),
};

async function runSql(text) {
  const { default: pg } = await load("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

function runProgram(program, options) {
  execFileSync(program, options, { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
}

function runPython(text) {
  runProgram(python, ["-c", text]);
}

await makers[orm]();
process.exit(0);
