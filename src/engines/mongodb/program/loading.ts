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
  // What is imported for its type alone is not there when it runs.
  const loosened = source.replaceAll(
    /^([ \t]*import\s+)(\{[^}]*\})(\s*from\s*["'](?:mongodb|migrate-mongo)["'])/gm,
    (whole, head: string, names: string, tail: string) => {
      const isTypes = names
        .slice(1, -1)
        .split(",")
        .every((name) =>
          /^\s*(?:type\s+)?(?:Db|MongoClient|Collection|Document|Filter|ClientSession|WithId|UpdateFilter|AnyBulkWriteOperation)?\s*$/.test(
            name,
          ),
        );
      return isTypes ? `${head}type ${names}${tail}` : whole;
    },
  );
  try {
    return stripTypeScriptTypes(loosened, { mode: "strip" });
  } catch {
    return stripTypeScriptTypes(loosened, { mode: "transform" });
  }
}
