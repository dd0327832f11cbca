// src/operations/<verb>.ts → src/operations/manifest.ts: what the command line must know of every verb without loading any.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { hazardKinds } from "../src/model/hazard.ts";
import { roles } from "../src/model/role.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "src/operations");

/** The order of help and reference: the order of the work. A verb that is not named here comes last. */
const reading = "init request-new run answer approve continue plan review drift tasks status journal report take ask hand-in explain".split(
  " ",
);

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
    formats: ["text", "json", ...["markdown", "html", "sarif", "github", "gitlab"].filter((format) => format in operation.views)],
    positionals: positionals.map((name) => parameters.find((parameter) => parameter.name === name)),
    flags: parameters.filter((parameter) => !positionals.includes(parameter.name)),
  };
}

/** Lists of words that have a name in the model are named, not repeated. */
const namedLists = { hazardKinds: ["../model/hazard.ts", hazardKinds], roles: ["../model/role.ts", roles] };
const isSame = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

function printParameter(one) {
  const need = one.isMany ? (one.isRequired ? "one-or-more" : "many") : one.isRequired ? "required" : "optional";
  const last = need === "optional" ? "" : `, ${JSON.stringify(need)}`;
  if (one.kind !== "choice")
    return `parameter(${JSON.stringify(one.kind)}, ${JSON.stringify(one.name)}, ${JSON.stringify(one.brief)}${last})`;
  const named = Object.entries(namedLists).find(([, [, values]]) => isSame(values, one.values))?.[0];
  return `choice(${JSON.stringify(one.name)}, ${JSON.stringify(one.brief)}, ${named ?? JSON.stringify(one.values)}${last})`;
}

export async function renderManifest() {
  const verbs = (await loadOperations()).map(describeVerb);
  const entries = verbs.map(({ exported, ...verb }) => {
    const members = Object.entries(verb).map(([key, value]) => {
      const isParameters = key === "positionals" || key === "flags";
      return `    ${key}: ${isParameters ? `[${value.map(printParameter).join(", ")}]` : JSON.stringify(value)},`;
    });
    return `  {\n${members.join("\n")}\n    load: async () => (await import("./${verb.name}.ts")).${exported},\n  },`;
  });
  const body = entries.join("\n");
  const imports = Object.entries(namedLists)
    .filter(([name]) => new RegExp(`, ${name}[,)]`).test(body))
    .map(([name, [path]]) => `import { ${name} } from "${path}";\n`);
  return `// Made by scripts/generate-reference.mjs from the operations; do not edit.\n${imports.join("")}import { choice, parameter, type Verb } from "./verb.ts";\n\nexport const verbs: readonly Verb[] = [\n${body}\n];\n`;
}
