// src/operations/<verb>.ts → src/operations/manifest.ts: what the command line must know of every verb without loading any.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "src/operations");

/** The order of help and reference: the order of the work. A verb that is not named here comes last. */
const reading = "init request-new run answer approve continue plan review tasks status journal report take ask hand-in explain".split(" ");

/** Every operation, with the name it is exported by. */
export async function loadOperations() {
  const found = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "manifest.ts")) {
    const module = await import(pathToFileURL(join(folder, name)).href);
    for (const [exported, value] of Object.entries(module)) {
      if (typeof value === "object" && value !== null && "summary" in value && "run" in value && "input" in value) {
        if (`${value.name}.ts` !== name) throw new Error(`src/operations/${name} holds the operation ${value.name}`);
        found.push({ exported, operation: value });
      }
    }
  }
  const rank = ({ operation }) => (reading.indexOf(operation.name) + reading.length + 1) % (reading.length + 1);
  return found.toSorted((a, b) => rank(a) - rank(b) || (a.operation.name < b.operation.name ? -1 : 1));
}

/** Parameters as the manifest tells them, from the JSON Schema of the input. */
export function parametersOf(operation) {
  const schema = z.toJSONSchema(operation.input(z), { io: "input" });
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const isMany = property.type === "array";
    const item = isMany ? property.items : property;
    const kind = item.enum ? "choice" : ({ boolean: "switch", integer: "number", number: "number" }[item.type] ?? "text");
    if (!property.description) throw new Error(`${operation.name}: ${name} has no description`);
    return {
      name,
      brief: property.description,
      kind,
      ...(item.enum ? { values: item.enum } : {}),
      isMany,
      isRequired: (schema.required ?? []).includes(name),
    };
  });
}

export function describeVerb({ exported, operation }) {
  const parameters = parametersOf(operation);
  const positionals = operation.positionals ?? [];
  return {
    exported,
    name: operation.name,
    command: (operation.command ?? operation.name).split(" "),
    summary: operation.summary,
    effect: operation.effect,
    example: operation.example,
    formats: ["text", "json", ...["markdown", "html", "sarif"].filter((format) => format in operation.views)],
    positionals: positionals.map((name) => parameters.find((parameter) => parameter.name === name)),
    flags: parameters.filter((parameter) => !positionals.includes(parameter.name)),
  };
}

export async function renderManifest() {
  const verbs = (await loadOperations()).map(describeVerb);
  const entries = verbs.map(
    ({ exported, ...verb }) =>
      `  {\n${Object.entries(verb)
        .map(([key, value]) => `    ${key}: ${JSON.stringify(value)},`)
        .join("\n")}\n    load: async () => (await import("./${verb.name}.ts")).${exported},\n  },`,
  );
  return `// Made by scripts/generate-reference.mjs from the operations; do not edit.\nimport type { Verb } from "./verb.ts";\n\nexport const verbs: readonly Verb[] = [\n${entries.join("\n")}\n];\n`;
}
