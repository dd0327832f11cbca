// How the process loads a project's files: TypeScript as it stands, names without extensions, and the driver where the project has none of its own.
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

const endings = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js"];

/** `text`: the source of `address`, in the place of what stands on disk. `driver`: the address of a driver of ours. */
export function registerLoading(address: string, text: string, driver: string): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === address) return { url: address, shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        if (specifier === "mongodb" || specifier === "bson") return { url: driver, shortCircuit: true };
        if (!/^\.{1,2}\//.test(specifier)) throw error;
        for (const ending of endings) {
          try {
            return next(`${specifier}${ending}`, context);
          } catch {
            continue;
          }
        }
        return next(specifier.replace(/\.([cm]?)js$/, ".$1ts"), context);
      }
    },
    load(url, context, next) {
      if (!url.startsWith("file:") || url.includes("/node_modules/")) return next(url, context);
      const path = fileURLToPath(url);
      const isTyped = /\.[cm]?ts$/.test(path);
      if (url !== address && !isTyped) return next(url, context);
      const source = url === address ? text : readFileSync(path, "utf8");
      const isModule = !/\.c[jt]s$/.test(path) && (/\.m[jt]s$/.test(path) || /^\s*(?:export|import)\s/m.test(source));
      return { format: isModule ? "module" : "commonjs", source: isTyped ? stripTypes(source) : source, shortCircuit: true };
    },
  });
}

/** Stripping keeps every line where it is; enums and the like need more, which does not. */
function stripTypes(source: string): string {
  const loosened = loosenImports(source);
  try {
    return stripTypeScriptTypes(loosened, { mode: "strip" });
  } catch {
    return stripTypeScriptTypes(loosened, { mode: "transform" });
  }
}

/** `import { Db, Filter } from "mongodb"` may name types, which are nothing when it runs: names that are not there are left undefined. */
function loosenImports(source: string): string {
  let count = 0;
  return source.replaceAll(/^[ \t]*import\s+\{([^}]*)\}\s*from\s*("[^"\n]*"|'[^'\n]*');?/gm, (whole, names: string, specifier: string) => {
    count += 1;
    const own = `__import_${count}`;
    const picked = names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => name.replace(/\s+as\s+/, ": "));
    const lines = "\n".repeat(whole.split("\n").length - 1);
    return `import * as ${own} from ${specifier}; const { ${picked.join(", ")} } = { ...${own}.default, ...${own} } as Record<string, any>;${lines}`;
  });
}
