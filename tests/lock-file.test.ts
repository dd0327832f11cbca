import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

interface LockEntry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly os?: readonly string[];
}
const root = fileURLToPath(new URL("..", import.meta.url));
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as { readonly packages: Readonly<Record<string, LockEntry>> };
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

/** Where npm would find `name` asked for by the package at `path`: beside it, or in any node_modules above. */
function isLocked(path: string, name: string): boolean {
  const parents = path.split("/node_modules/");
  const above = parents.map((_, count) => parents.slice(0, count + 1).join("/node_modules/"));
  return ["", ...above].some(
    (parent) => lock.packages[parent === "" ? `node_modules/${name}` : `${parent}/node_modules/${name}`] !== undefined,
  );
}

describe("the lock file", () => {
  test("has an entry for every optional dependency, so that `npm ci` works on every platform", () => {
    const wanted = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ path, name })),
    );
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter(({ path, name }) => !isLocked(path, name))).toEqual([]);
  });

  test("has a version for every package", () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
    expect(packages.filter(([, entry]) => entry.version === undefined).map(([path]) => path)).toEqual([]);
  });

  test("holds what package.json asks for", () => {
    const missing = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      (name) => lock.packages[`node_modules/${name}`] === undefined,
    );
    expect(missing).toEqual([]);
  });

  test("brings in no install script that nobody approved, and approvals are not kept for nothing", () => {
    const scripted = Object.entries(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
    const reviewed = Object.keys(manifest.allowScripts);
    expect(scripted.filter((name) => !reviewed.includes(name))).toEqual([]);
    expect(reviewed.filter((name) => !scripted.includes(name))).toEqual([]);
  });
});

test("the tests run on the Node that the package asks for", () => {
  expect(Number(process.versions.node.split(".")[0])).toBeGreaterThanOrEqual(24);
  expect(existsSync(`${root}node_modules/.bin/node`)).toBe(true);
});
