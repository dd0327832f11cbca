import { relative, sep } from "node:path";
import { LeadError } from "../model/error.ts";
import type { Migration } from "../model/migration.ts";
import { type Configuration, findTarget, type TargetConfiguration } from "../project/configuration.ts";
import type { DetectedEngine } from "../project/detection.ts";
import { detectFormat, findFormat, loadFolder, withRecordings } from "../project/formats.ts";
import { type FolderState, type MigrationFormat, rollbackFolder } from "../project/formats/format.ts";
import { openRepository, type Repository } from "../project/git.ts";
import type { OperationContext } from "./operation.ts";

/** The commit that a branch is compared with. */
export interface BranchBase {
  /** As people call it (`main`, `origin/main`, a commit's first digits). */
  readonly name: string;
  /** Where the branch left it; empty: the branch has no commit yet, so everything is new. */
  readonly commit: string;
  /** The end of the base branch now; what it added since then meets this branch in the merge. */
  readonly tip: string;
}
/** What a branch does to one folder of migrations. Paths are relative to `root`. */
export interface BranchChange {
  readonly repository: Repository;
  readonly root: string;
  readonly base: BranchBase;
  readonly folder: string;
  readonly format: MigrationFormat;
  readonly target: TargetConfiguration | null;
  readonly engines: readonly DetectedEngine[];
  /** As they are at the merge base, in the order of the runner. */
  readonly before: readonly Migration[];
  readonly after: readonly Migration[];
  readonly added: readonly Migration[];
  readonly edited: readonly { readonly before: Migration; readonly after: Migration }[];
  readonly removed: readonly Migration[];
  /** Added to the base branch since this one left it. */
  readonly meanwhile: readonly Migration[];
}

interface Request {
  readonly base?: string | undefined;
  /** Only this folder, relative to where the command was given. */
  readonly folder?: string | undefined;
  readonly format?: string | undefined;
  /** Only the folder of this target of dblead.toml. */
  readonly target?: string | undefined;
}

/**
 * What the branch adds to its migrations since it left its base, uncommitted files included. Null: nothing in any folder of migrations differs.
 * Throws `usage-invalid` where there is no git, no base or no migrations, with the way on.
 */
export async function findBranchChange(request: Request, context: OperationContext): Promise<BranchChange | { readonly nothing: string }> {
  const repository = await openRepository(context.folder);
  if (typeof repository === "string") throw withoutGit(repository);
  const configuration = await context.findConfiguration();
  const root = configuration?.root ?? repository.root;
  const base = await findBase(repository, request.base ?? configuration?.review.base, context.env);
  const places = await findFolders(request, configuration, root, context);
  const changes: BranchChange[] = [];
  for (const place of places.folders) {
    const change = await readChange({ ...place, repository, root, base, engines: places.engines });
    if (change.added.length + change.edited.length + change.removed.length > 0) changes.push(change);
  }
  const [only] = changes;
  if (only === undefined)
    return { nothing: `No migration is new on this branch since ${base.name} (${places.folders.map(({ folder }) => folder).join(", ")}).` };
  if (changes.length > 1) {
    const folders = changes.map(({ folder }) => folder);
    throw new LeadError("usage-invalid", `This branch changes migrations in ${folders.length} folders: ${folders.join(", ")}.`, {
      hint: `Name one: dblead review --folder ${folders[0] ?? ""}`,
    });
  }
  return only;
}

function withoutGit(why: "none" | "no-git" | "not-ours"): LeadError {
  if (why === "not-ours")
    return new LeadError("usage-invalid", "This repository belongs to another user, so git does not read it.", {
      hint: 'git config --global --add safe.directory "$PWD"',
    });
  const message =
    why === "none" ? "This folder is in no git repository, so nothing tells which migrations are new." : "There is no git here.";
  return new LeadError("usage-invalid", message, {
    hint: "Name the files, or their folder: dblead review db/migrations/V31__name.sql",
  });
}

/** What a pipeline says about the branch that a request wants to join. */
const pipelineVariables = [
  ["GITHUB_BASE_REF", "origin/"],
  ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "origin/"],
  ["BITBUCKET_PR_DESTINATION_BRANCH", "origin/"],
  ["SYSTEM_PULLREQUEST_TARGETBRANCHNAME", "origin/"],
  ["CHANGE_TARGET", "origin/"],
] as const;
const usualNames = ["main", "master", "origin/main", "origin/master", "upstream/main", "upstream/master", "trunk", "develop"];

async function findBase(repository: Repository, asked: string | undefined, env: OperationContext["env"]): Promise<BranchBase> {
  const head = await repository.commitOf("HEAD");
  if (asked !== undefined) {
    const tip = (await repository.commitOf(asked)) ?? (await repository.commitOf(`origin/${asked}`));
    if (tip === null)
      throw new LeadError("usage-invalid", `There is no branch, tag or commit ${asked}.`, {
        hint: (await repository.isShallow())
          ? "This clone is cut short: git fetch --unshallow (fetch-depth: 0 in a workflow)."
          : "git branch --all lists what there is.",
      });
    return baseAt(repository, asked, tip, head);
  }
  // Before the first commit everything is new.
  if (head === null) return { name: "nothing", commit: "", tip: "" };
  const candidates = await candidateNames(repository, env);
  let same: BranchBase | null = null;
  for (const name of candidates) {
    const tip = await repository.commitOf(name);
    if (tip === null) continue;
    const base = await baseAt(repository, name, tip, head);
    // On the main branch itself, its own remote is what it is compared with.
    if (base.commit !== head) return base;
    same ??= base;
  }
  if (same !== null) return same;
  throw new LeadError("usage-invalid", "Nothing tells which branch this one left: there is no main, master or origin/HEAD.", {
    hint: "Name it: dblead review --base <branch or commit>",
  });
}

async function candidateNames(repository: Repository, env: OperationContext["env"]): Promise<readonly string[]> {
  const told = pipelineVariables.flatMap(([variable, remote]) => {
    const name = env[variable] ?? "";
    return name === "" ? [] : [`${remote}${name}`, name];
  });
  const remote = await repository.pointsAt("refs/remotes/origin/HEAD");
  const upstream = await repository.pointsAt("@{upstream}");
  const shown = remote === null ? [] : [remote.replace(/^origin\//, ""), remote];
  const own = upstream === null || upstream === "" ? [] : [upstream];
  return [...new Set([...told, ...shown, ...usualNames, ...own])];
}

async function baseAt(repository: Repository, name: string, tip: string, head: string | null): Promise<BranchBase> {
  const shown = /^[0-9a-f]{40}$/.test(name) ? name.slice(0, 8) : name;
  if (head === null) return { name: shown, commit: tip, tip };
  const commit = await repository.mergeBase(tip, head);
  if (commit !== null) return { name: shown, commit, tip };
  const hint = (await repository.isShallow())
    ? "This clone is cut short: git fetch --unshallow (fetch-depth: 0 in a workflow)."
    : "Name a commit that is in the history of this branch: dblead review --base <commit>";
  throw new LeadError("usage-invalid", `This branch and ${shown} have no commit in common here.`, { hint });
}

/** A folder of migrations and the target that it is configured for. */
export interface MigrationFolder {
  readonly folder: string;
  readonly target: TargetConfiguration | null;
  readonly format: string | undefined;
}

/** Folders of migrations: the configured ones, else those that the repository shows. Throws `usage-invalid` where there is none. */
export async function findFolders(
  request: Request,
  configuration: Configuration | null,
  root: string,
  context: OperationContext,
): Promise<{ readonly folders: readonly MigrationFolder[]; readonly engines: readonly DetectedEngine[] }> {
  const wanted = request.folder === undefined ? null : within(root, request.folder, context.folder);
  const named = request.target === undefined ? null : findTarget(configuration ?? (await context.configuration()), request.target);
  const targets = named === null ? Object.values(configuration?.targets ?? {}) : [named];
  const configured = targets.flatMap((target) =>
    target.migrations === undefined ? [] : [{ folder: clean(target.migrations), target, format: request.format ?? target.format }],
  );
  const asked = configured.filter(({ folder }) => wanted === null || folder === wanted);
  if (asked.length > 0) return { folders: dropRepeated(asked), engines: [] };
  const { detectProject } = await import("../project/detection.ts");
  const project = await detectProject(root);
  if (wanted !== null) return { folders: [{ folder: wanted, target: null, format: request.format }], engines: project.engines };
  const supported = project.migrations.filter(({ support }) => support === "supported");
  const folders = supported.map(({ folder, format }) => ({
    folder: folder === "." ? "" : folder,
    target: null,
    format: request.format ?? format,
  }));
  if (folders.length > 0) return { folders, engines: project.engines };
  const [known] = project.migrations;
  if (known !== undefined)
    throw new LeadError("intent-unsupported", `${known.folder} holds migrations of ${known.format}, which cannot be read yet.`, {
      hint: "Hand in the SQL that they run: dblead review up.sql --base before.sql",
    });
  throw new LeadError("usage-invalid", "No folder of migrations is to be seen in this repository.", {
    hint: "Name the files: dblead review path/to/migration.sql, or the folder: dblead review --folder path/to/migrations",
  });
}

/** Two targets with one folder are one folder. */
function dropRepeated(folders: readonly MigrationFolder[]): readonly MigrationFolder[] {
  return folders.filter(({ folder }, index) => folders.findIndex((other) => other.folder === folder) === index);
}

function clean(folder: string): string {
  const path = folder.replace(/^\.\//, "").replace(/\/+$/, "");
  return path === "." ? "" : path;
}

function within(root: string, folder: string, from: string): string {
  const prefix = relative(root, from).split(sep).join("/");
  return clean(prefix === "" || prefix.startsWith("..") ? folder : `${prefix}/${folder}`);
}

interface ChangeRequest extends MigrationFolder {
  readonly repository: Repository;
  readonly root: string;
  readonly base: BranchBase;
  readonly engines: readonly DetectedEngine[];
}

async function readChange(request: ChangeRequest): Promise<BranchChange> {
  const { repository, root, base, folder, target } = request;
  const prefix = relative(repository.root, root).split(sep).join("/");
  const state = await loadFolder(root, folder);
  const past = await readState(repository, base.commit, prefix, folder);
  const format =
    request.format === undefined
      ? (detectFormat([...state.files, ...past.files])?.format ?? findFormat("plain"))
      : findFormat(request.format);
  const before = format.parse(await withRecordings(root, past, { format }));
  const after = format.parse(state);
  const tip =
    base.tip === base.commit
      ? before
      : format.parse(await withRecordings(root, await readState(repository, base.tip, prefix, folder), { format }));
  const known = new Map(before.map((migration) => [migration.id, migration]));
  const touched = after.flatMap((migration) => {
    const was = known.get(migration.id);
    return was === undefined || isSameText(was, migration) ? [] : [{ before: was, after: migration }];
  });
  const isRepeatable = ({ after: { id } }: (typeof touched)[number]): boolean => format.id === "flyway" && id.startsWith("R");
  const ids = new Set(after.map(({ id }) => id));
  const rerun = new Set(touched.filter(isRepeatable).map((pair) => pair.after.id));
  const rest = { repository, root, base, folder, target, engines: request.engines };
  return {
    ...rest,
    format,
    before,
    after,
    added: after.filter(({ id }) => !known.has(id) || rerun.has(id)),
    edited: touched.filter((pair) => !isRepeatable(pair)),
    removed: before.filter(({ id }) => !ids.has(id)),
    meanwhile: tip.filter(({ id }) => !known.has(id) && !ids.has(id)).concat(findTwins(tip, after, known)),
  };
}

/** Migrations of the base branch that took an id which this branch gave to another text. */
function findTwins(tip: readonly Migration[], after: readonly Migration[], known: ReadonlyMap<string, Migration>): readonly Migration[] {
  return tip.filter((migration) => {
    const own = after.find(({ id }) => id === migration.id);
    return own !== undefined && !known.has(own.id) && !isSameText(own, migration);
  });
}

async function readState(repository: Repository, commit: string, prefix: string, folder: string): Promise<FolderState> {
  if (commit === "") return { folder, files: [] };
  const inGit = (path: string): string => [prefix, path].filter((part) => part !== "").join("/");
  const places = [inGit(folder), inGit(rollbackFolder)].filter((place) => place !== "");
  const paths = await repository.listFiles(commit, places.length < 2 ? [] : places);
  const files = await repository.readFiles(commit, paths.filter(isText));
  return { folder, files: files.map(({ path, text }) => ({ path: prefix === "" ? path : path.slice(prefix.length + 1), text })) };
}

function isText(path: string): boolean {
  return /\.(?:sql|conf|toml|json|ya?ml|xml|[cm]?[jt]s|py|rb|go|txt)$/.test(path);
}

/** Ends of lines are git's to change. */
function isSameText(one: Migration, other: Migration): boolean {
  return one.up.text.replaceAll("\r\n", "\n") === other.up.text.replaceAll("\r\n", "\n");
}
