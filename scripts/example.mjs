// npm run example <number> [options of dblead run]: runs examples/<number>-…/ where it stands; nothing outside that folder is written.
// An example that is more than one run of its requirement says how in its own run.mjs.
import "./node-version.mjs";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const command = join(root, "src/interfaces/cli/main.ts");
const [wanted, ...options] = process.argv.slice(2);

const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();
const example = examples.find((name) => wanted !== undefined && (name === wanted || name.startsWith(`${wanted.padStart(2, "0")}-`)));
if (example === undefined) {
  console.error(`usage: npm run example <number>\n${examples.map((name) => `  ${name}`).join("\n")}`);
  process.exit(2);
}
const folder = join(root, "examples", example);

/** The arguments for Node. --liftoff-only: the grammar's WebAssembly is used once, so compiling it fast beats compiling it well. */
function invocation() {
  if (existsSync(join(folder, "run.mjs"))) return [join(folder, "run.mjs"), ...options];
  return ["--liftoff-only", command, "run", requirement(), ...options];
}

function requirement() {
  const places = [".", "requirements", join("dblead", "requirements")];
  const found = places.flatMap((place) =>
    existsSync(join(folder, place))
      ? readdirSync(join(folder, place))
          .filter((name) => /^(requirement|REQ-\d+).*\.md$/.test(name))
          .toSorted()
          .map((name) => join(place, name))
      : [],
  );
  if (found[0] !== undefined) return found[0];
  console.error(`examples/${example} has neither run.mjs nor a requirement`);
  process.exit(1);
}

const child = spawn(process.execPath, invocation(), { cwd: folder, stdio: "inherit" });
// The terminal sends its interrupt to the child too; wait for the child to put things in order.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 3;
});
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
