import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import type { Engine } from "../engines/engine.ts";
import type { ReviewQuery } from "../lead/review/request.ts";
import { writeFailure } from "../project/files.ts";
import type { ModelSchema } from "../project/models/model.ts";
import type { BranchChange } from "./review-branch.ts";

const largestFileBytes = 1024 * 1024;
const mostFiles = 5000;
const isCode =
  /\.(?:[cm]?[jt]sx?|py|rb|go|java|kt|cs|php|rs|sql|graphql|ex|exs|scala|vue|svelte|prisma)$|(?:^|\/)(?:package\.json|requirements[^/]*\.txt|pyproject\.toml|Pipfile|Gemfile)$/;
/** SQL that makes or fills a database is not what an application sends. */
const isSchema =
  /(?:^|\/)(?:[^/]*(?:seed|schema|structure|dump|fixture|migrat)[^/]*\/[^/]*|[^/]*(?:seed|schema|structure|dump|fixture)[^/]*)\.sql$/i;
const isTest = /(?:^|\/)(?:tests?|__tests__|spec|fixtures?)\/|\.(?:test|spec)\.[cm]?[jt]sx?$|_test\.(?:go|py)$|(?:^|\/)test_[^/]*\.py$/;

/**
 * Statements in the code as it is at the merge base, and for each call of an ORM one that reads the fields it asks for: the release that runs while the change is rolled out. The code is read from git into a folder that
 * is removed again; nothing of it is executed. Files larger than 1 MiB, tests and migrations are left out.
 */
export async function readRunningQueries(
  change: BranchChange,
  engine: Engine,
  folders: readonly string[],
): Promise<readonly ReviewQuery[]> {
  const { repository, root, base } = change;
  if (base.commit === "") return [];
  const prefix = relative(repository.root, root).split(sep).join("/");
  const own = (path: string): string => (prefix === "" ? path : path.slice(prefix.length + 1));
  const isMigration = (path: string): boolean => change.folder !== "" && own(path).startsWith(`${change.folder}/`);
  const listed = await repository.listFiles(base.commit, prefix === "" ? [] : [prefix]);
  const paths = listed
    .filter((path) => isCode.test(path) && !isTest.test(path) && !isSchema.test(path) && !isMigration(path))
    .slice(0, mostFiles);
  if (paths.length === 0) return [];
  const { findOrmReads, findQueries } = await import("../project/code.ts");
  const folder = await mkdtemp(join(tmpdir(), "dblead-code-")).catch((cause: unknown) => {
    throw writeFailure(tmpdir(), cause);
  });
  try {
    for (const { path, text } of await repository.readFiles(base.commit, paths)) {
      if (text.length > largestFileBytes) continue;
      const place = join(folder, own(path));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text, "utf8");
    }
    const exclude = change.folder === "" ? [] : [change.folder];
    const found = await findQueries({ root: folder, folders, exclude, sqlReader: engine });
    const sent = found
      .filter(({ verb }) => /^(?:select|with|insert|update|delete|merge)$/i.test(verb))
      .map(({ file, line, text }) => ({ file, line, query: text }));
    if (engine.readFields === undefined) return sent;
    const models = await readModels(folder);
    const reads = models.length === 0 ? [] : await findOrmReads({ root: folder, folders, exclude, models });
    return [...sent, ...reads.map(({ file, line, object, fields }) => ({ file, line, query: engine.readFields?.(object, fields) ?? "" }))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Models that can be read; what cannot is no reason to review nothing. */
async function readModels(folder: string): Promise<readonly ModelSchema[]> {
  const [{ detectProject }, { readModel }] = await Promise.all([import("../project/detection.ts"), import("../project/models.ts")]);
  const detected = (await detectProject(folder)).models.filter(({ support }) => support === "supported");
  const read = await Promise.allSettled(detected.map(({ path }) => readModel(folder, path)));
  return read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}
