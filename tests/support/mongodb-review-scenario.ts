import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the scenarios stand, with the base and the documents that all of them run on. */
export const scenarioFolder: string = fileURLToPath(new URL("../scenarios/mongodb-review/", import.meta.url));

/** One migration of MongoDB, what was planted in it, and what a review says of it. */
export interface MongodbReviewScenario {
  readonly name: string;
  readonly folder: string;
  /** The migration's files without their downs. */
  readonly files: readonly string[];
  /** Rules that must be found; empty: nothing may be found. */
  readonly planted: readonly string[];
  /** Text of `review.golden.txt`; null: not there yet. */
  readonly expected: string | null;
}

export function readMongodbScenarios(): readonly MongodbReviewScenario[] {
  const names = readdirSync(scenarioFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => {
      const folder = `${scenarioFolder}${name}/`;
      const golden = `${folder}review.golden.txt`;
      const planted = readFileSync(`${folder}planted.txt`, "utf8")
        .split("\n")
        .filter((line) => line !== "" && line !== "nothing");
      const files = readdirSync(folder)
        .filter((file) => /^\d.*\.(?:json|[cm]?[jt]s)$/.test(file) && !/\.down\./.test(file))
        .toSorted();
      return { name, folder, files, planted, expected: existsSync(golden) ? readFileSync(golden, "utf8") : null };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
