import { fileURLToPath } from "node:url";

/** Files that are run in processes of their own; they stand beside this one, also where the package is bundled. */
export function programFile(name: "client-hook" | "loopback"): string {
  return fileURLToPath(new URL(`./${name}-process${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
}
