import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listFiles, readText, readTextIfPresent, writeFailure, writeWhole } from "./files.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dblead-files-"));
});
afterEach(async () => {
  await chmod(root, 0o700);
  await rm(root, { recursive: true });
});

test("a file is written whole, its folders made, and nothing else left", async () => {
  const path = join(root, "a/b/c.md");
  await writeWhole(path, "one");
  await writeWhole(path, "two");
  expect(await readFile(path, "utf8")).toBe("two");
  expect(await readdir(join(root, "a/b"))).toEqual(["c.md"]);
});

test("what cannot be written says so and leaves what was there", async () => {
  await mkdir(join(root, "folder"));
  await expect(writeWhole(join(root, "folder"), "x")).rejects.toMatchObject({ code: "file-unwritable" });
  await writeFile(join(root, "file"), "x");
  await expect(writeWhole(join(root, "file/below"), "x")).rejects.toMatchObject({ code: "file-unwritable" });
  expect((await readdir(root)).toSorted()).toEqual(["file", "folder"]);
});

test("a read-only folder", async () => {
  await chmod(root, 0o555);
  // Root may write anywhere: for the moment of the attempt this process is somebody ordinary.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  const attempt = await writeWhole(join(root, "x"), "x").catch((error: unknown) => error);
  if (isRoot) process.seteuid?.(0);
  expect(attempt).toMatchObject({ code: "file-unwritable", message: expect.stringContaining("may not write") });
});

test("a full disk and a read-only file system have codes of their own", () => {
  const failure = (code: string): unknown => writeFailure("/p/x", Object.assign(new Error(code), { code }));
  expect(failure("ENOSPC")).toMatchObject({ code: "disk-full", exitCode: 3 });
  expect(failure("EROFS")).toMatchObject({ code: "file-unwritable", exitCode: 3 });
});

test("absent is null or an error, a folder is an error", async () => {
  expect(await readTextIfPresent(join(root, "no"))).toBeNull();
  await expect(readText(join(root, "no"))).rejects.toMatchObject({ code: "file-unreadable" });
  await expect(readText(root)).rejects.toMatchObject({ code: "file-unreadable", message: expect.stringContaining("it is a folder") });
});

test("files are listed sorted, without what no person wrote and without following links", async () => {
  for (const path of ["b/2.sql", "a.sql", "node_modules/x.sql", ".git/x.sql"]) await writeWhole(join(root, path), "");
  await symlink(root, join(root, "loop"));
  expect(listFiles(root)).toEqual(["a.sql", "b/2.sql"]);
  expect(listFiles(join(root, "none"))).toEqual([]);
});

test("what is no text in UTF-8 is named instead of being read as something else", async () => {
  await writeFile(join(root, "binary"), Buffer.from([0x61, 0x00, 0x62]));
  await writeFile(join(root, "latin"), Buffer.from([0x63, 0xe9]));
  for (const name of ["binary", "latin"])
    await expect(readText(join(root, name))).rejects.toMatchObject({
      code: "file-unreadable",
      message: expect.stringContaining("no text in UTF-8"),
    });
  await writeFile(join(root, "empty"), "");
  expect(await readText(join(root, "empty"))).toBe("");
});

test("a link to a file is a file; one that leads nowhere or to itself is skipped, or refused where asked for", async () => {
  await mkdir(join(root, "real"));
  await writeFile(join(root, "real/a.sql"), "x");
  await mkdir(join(root, "linked"));
  await symlink("../real/a.sql", join(root, "linked/a.sql"));
  expect(listFiles(join(root, "linked"), "refuse")).toEqual(["a.sql"]);
  await symlink("b.sql", join(root, "linked/b.sql"));
  expect(listFiles(join(root, "linked"))).toEqual(["a.sql"]);
  expect(() => listFiles(join(root, "linked"), "refuse")).toThrow(/b\.sql cannot be read: the link leads back to itself/);
});
