// How the recording process loads the project's files: TypeScript as it stands, names without extensions, and imports that are types only.
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const endings = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];

/** `texts`: sources by address, in the place of what stands on disk. */
export function registerLoading(texts: ReadonlyMap<string, string>): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (texts.has(specifier)) return { url: specifier, shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        if (!/^\.{1,2}\//.test(specifier)) throw error;
        for (const ending of [...endings, ""]) {
          // TypeScript's own way to name a neighbour: ./name.js stands for ./name.ts.
          const candidate = ending === "" ? specifier.replace(/\.([cm]?)js$/, ".$1ts") : `${specifier}${ending}`;
          try {
            return next(candidate, context);
          } catch {
            continue;
          }
        }
        throw error;
      }
    },
    load(url, context, next) {
      if (!url.startsWith("file:") || url.includes("/node_modules/")) return next(url, context);
      const path = fileURLToPath(url);
      const extension = extname(path);
      const isTyped = /^\.[cm]?ts$/.test(extension);
      const given = texts.get(url);
      if (!isTyped && (given === undefined || given === readIfThere(path))) return next(url, context);
      const source = given ?? readFileSync(path, "utf8");
      const isModule = !/^\.c[jt]s$/.test(extension) && (/^\.m[jt]s$/.test(extension) || /^\s*(?:export|import)\s/m.test(source));
      const script = isTyped ? stripTypes(source) : source;
      return { format: isModule ? "module" : "commonjs", source: isModule && isTyped ? loosenImports(script) : script, shortCircuit: true };
    },
  });
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Stripping keeps every line where it is; enums and the like need more, which does not. */
function stripTypes(source: string): string {
  try {
    return stripTypeScriptTypes(source, { mode: "strip" });
  } catch {
    return stripTypeScriptTypes(source, { mode: "transform" });
  }
}

/** `import { MigrationInterface } from "typeorm"` may name a type, which is nothing when it runs: names that are not there are left undefined. */
export function loosenImports(source: string): string {
  let count = 0;
  const pattern = /^[ \t]*import\s+(?:(\w+)\s*,\s*)?\{([^}]*)\}\s*from\s*("[^"\n]*"|'[^'\n]*');?/gm;
  return source.replaceAll(pattern, (whole, base: string | undefined, names: string, specifier: string) => {
    count += 1;
    const own = `__import_${count}`;
    const picked = names
      .split(",")
      .map((name) =>
        name
          .trim()
          .replace(/^type\s+/, "")
          .replace(/\s+as\s+/, ": "),
      )
      .filter((name) => name !== "");
    const first = base === undefined ? "" : ` const ${base} = ${own}.default;`;
    return `import * as ${own} from ${specifier};${first} const { ${picked.join(", ")} } = { ...${own}.default, ...${own} };${"\n".repeat(whole.split("\n").length - 1)}`;
  });
}
