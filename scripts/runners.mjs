// npm run runners [-- --to <folder>]
// Installs the migration runners and ORMs that the tests prove our formats and model readers against, pinned, into a folder of their own (nothing of it
// becomes part of the project), and prints that folder, nothing else on stdout. Give it to the tests: DBLEAD_TEST_RUNNERS="$(npm run --silent runners)"
//   node/    packages of npm, their install scripts off
//   bin/     golang-migrate, built from the Go module proxy where Go is installed
//   python/  a virtual environment with Django and SQLAlchemy
//   ruby     Active Record, from Debian's archive (root only): a file that names the program
import "./node-version.mjs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const to = process.argv[2] === "--to" && process.argv[3] !== undefined ? resolve(process.argv[3]) : join(root, ".cache", "runners");
if (process.argv.length > 2 && process.argv[2] !== "--to") {
  console.error(`unknown option "${process.argv[2]}"; known: --to <folder>`);
  process.exit(2);
}

const packages = {
  dbmate: "2.36.0",
  "drizzle-kit": "0.31.11",
  "drizzle-orm": "0.45.4",
  knex: "3.3.0",
  "migrate-mongo": "14.0.7",
  mongodb: "7.9.0",
  "node-pg-migrate": "9.0.0",
  pg: "8.23.1",
  "@prisma/adapter-pg": "7.10.0",
  "@prisma/driver-adapter-utils": "7.10.0",
  "@prisma/schema-engine-wasm": "7.10.0-7.561d7b42579a2459cc8edf3788918b626c640023",
  sequelize: "6.37.8",
  tsx: "4.23.15",
  typeorm: "1.1.1",
  typescript: "5.9.3",
  umzug: "3.8.3",
};
const python = ["django==5.2.19", "sqlalchemy==2.1.9", "psycopg[binary]==3.3.9"];
const golangMigrate = "github.com/golang-migrate/migrate/v4/cmd/migrate@v4.19.1";
const ruby = ["ruby", "ruby-activerecord", "ruby-pg"];

const parts = [
  { name: "node", of: packages, install: installNode },
  { name: "go", of: golangMigrate, install: installGo },
  { name: "python", of: python, install: installPython },
  { name: "ruby", of: ruby, install: installRuby },
];
mkdirSync(to, { recursive: true });
const failed = parts.filter((part) => !isMade(part) && !make(part)).map(({ name }) => name);
console.log(to);
if (failed.length > 0) {
  console.error(`not installed: ${failed.join(", ")}`);
  process.exitCode = 3;
}

/** A part is made again when what it is made of changes. */
function stampOf(part) {
  return createHash("sha256").update(JSON.stringify(part.of)).digest("hex");
}

function isMade(part) {
  const file = join(to, `${part.name}.stamp`);
  return existsSync(file) && readFileSync(file, "utf8") === stampOf(part);
}

function make(part) {
  if (!part.install()) return false;
  writeFileSync(join(to, `${part.name}.stamp`), stampOf(part));
  return true;
}

function run(command, options, settings = {}) {
  const { status, error } = spawnSync(command, options, { stdio: ["ignore", 2, 2], ...settings });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

function installNode() {
  const folder = join(to, "node");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ private: true, dependencies: packages }, null, 2)}\n`);
  return run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
}

function installGo() {
  const settings = { env: { ...process.env, GOBIN: join(to, "bin"), GOFLAGS: "-buildvcs=false" } };
  return run("go", ["install", "-tags", "postgres", golangMigrate], settings);
}

function installPython() {
  const folder = join(to, "python");
  return (
    run("python3", ["-m", "venv", folder]) &&
    run(join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", ...python])
  );
}

function installRuby() {
  const check = ["-e", 'require "active_record"; require "pg"'];
  if (spawnSync("ruby", check, { stdio: "ignore" }).status === 0) return true;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const settings = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  run("apt-get", ["update"], settings);
  return run("apt-get", ["install", "-y", "--no-install-recommends", ...ruby], settings);
}
