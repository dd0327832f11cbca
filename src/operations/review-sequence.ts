import type { Engine, ParsedStatement } from "../engines/engine.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { Finding, FindingLevel } from "../model/finding.ts";
import type { Migration } from "../model/migration.ts";
import { parseName } from "../model/name.ts";
import type { RunnerMigration } from "../project/formats/format.ts";
import type { BranchChange } from "./review-branch.ts";

interface SequenceCheck {
  readonly level: FindingLevel;
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}
/** What a set of migrations does as a set, beside what each of its files does. The key is the `rule` of the finding. */
export const sequenceChecks = {
  "edited-migration": {
    level: "error",
    what: "Changes a migration that is in the base already.",
    why: "Databases that ran it never run the new text; others run nothing else: from here on they differ.",
    instead: "Put the file back and write the change as a new migration.",
  },
  "removed-migration": {
    level: "error",
    what: "Takes away a migration that is in the base already.",
    why: "Runners that compare their records with the files stop, and a new database gets another schema.",
    instead: "Put the file back; undo what it did by a new migration.",
  },
  "renamed-migration": {
    level: "error",
    what: "Gives a migration of the base another id.",
    why: "The runner takes it for a new one and runs it again where it ran before.",
    instead: "Keep the file's old name.",
  },
  "id-out-of-order": {
    level: "error",
    what: "Stands before a migration that has run already.",
    why: "Some runners refuse it, others never run it, and a new database runs the files in another order than the old ones did.",
    instead: "Give it an id after the last one of the base.",
  },
  "id-taken": {
    level: "error",
    what: "Has the id of another migration.",
    why: "Only one of the two is recorded; the other is skipped or stops the runner.",
    instead: "Give it the next free id.",
  },
  "code-reads-rows": {
    level: "warning",
    what: "Its code makes statements from rows that it reads.",
    why: "They were recorded where those rows are not: on a database that has them it may send more, which was not tried here.",
    instead: "Let the server do it: UPDATE … FROM, INSERT … SELECT.",
  },
  "files-fight": {
    level: "warning",
    what: "Undoes what another file of this branch does.",
    why: "Every database does the work twice, and locks twice, to end where it began.",
    instead: "Take both out, or put what is meant into one file.",
  },
  "meets-base-branch": {
    level: "warning",
    what: "Changes an object that the base branch has changed since this branch left it.",
    why: "Each was tried without the other; after the merge they run together for the first time.",
    instead: "Merge or rebase on the base branch and review again.",
  },
  "object-touched-again": {
    level: "note",
    what: "Locks an object that other files of this branch lock too.",
    why: "Each file waits for the lock anew, and each time everything queues behind it.",
    instead: "Put changes of one table into one statement or one file, where they do not have to wait for each other.",
  },
} as const satisfies Readonly<Record<string, SequenceCheck>>;
export type SequenceCheckId = keyof typeof sequenceChecks;

/** Files of the branch that lock one object, from which on it is said. */
const manyFiles = 3;

/** What is wrong with the set of migrations of a branch. Files that do not parse say so elsewhere and take no part here. */
export async function findSequenceDefects(change: BranchChange, engine: Engine): Promise<readonly Finding[]> {
  return [...findChangedHistory(change), ...findOrder(change), ...findRowReaders(change.added), ...(await findFights(change, engine))];
}

/** Code migrations whose recording does not tell all that they send. */
export function findRowReaders(migrations: readonly RunnerMigration[]): readonly Finding[] {
  return migrations.flatMap((migration) => (migration.notes ?? []).map((note) => report("code-reads-rows", migration, `Here, ${note}.`)));
}

function report(check: SequenceCheckId, migration: Migration, detail: string, more: Partial<Finding> = {}): Finding {
  const { level, what, why, instead } = sequenceChecks[check];
  const { file, line } = migration.up;
  const text = detail === "" ? what : `${what} ${detail}`;
  return {
    rule: check,
    level,
    file,
    line,
    column: 1,
    endLine: line,
    endColumn: 1,
    what: text,
    why,
    instead,
    object: null,
    evidence: parsedEvidence,
    ...more,
  };
}

function findChangedHistory(change: BranchChange): readonly Finding[] {
  const edited = change.edited.map(({ before, after }) => {
    const isChecked = ["flyway", "prisma", "liquibase"].includes(change.format.id);
    const isOnlyWords = bare(before.up.text) === bare(after.up.text);
    const line = firstDifference(before.up.text, after.up.text) + after.up.line - 1;
    const detail = isChecked ? `${change.format.title} compares a checksum of it and stops.` : "";
    return report("edited-migration", after, isOnlyWords ? `Only comments and white space differ. ${detail}`.trim() : detail, {
      line,
      endLine: line,
      level: isOnlyWords && !isChecked ? "note" : "error",
    });
  });
  const moved = change.removed.flatMap((migration) => {
    const now = change.added.find((candidate) => candidate.up.text === migration.up.text);
    return now === undefined ? [] : [{ migration, now }];
  });
  const renamed = moved.map(({ migration, now }) => report("renamed-migration", now, `It was ${migration.up.file}.`));
  const removed = change.removed
    .filter((migration) => !moved.some((pair) => pair.migration === migration))
    .map((migration) => report("removed-migration", migration, ""));
  return [...edited, ...renamed, ...removed];
}

function bare(text: string): string {
  return text
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function firstDifference(before: string, after: string): number {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const at = now.findIndex((line, index) => line !== old[index]);
  return at === -1 ? now.length : at + 1;
}

/** What a runner makes of a file that comes late. */
const late: Readonly<Record<string, { readonly level: FindingLevel; readonly detail: string }>> = {
  flyway: { level: "error", detail: "Flyway refuses it unless outOfOrder is on." },
  drizzle: { level: "error", detail: "Drizzle runs only what is newer than its last record, so it is skipped without a word." },
  "golang-migrate": { level: "error", detail: "migrate keeps one version only, so it is skipped without a word." },
  goose: { level: "error", detail: "goose refuses it unless -allow-missing is given." },
  knex: { level: "error", detail: "Knex refuses a list that is not in its order." },
  "node-pg-migrate": { level: "error", detail: "node-pg-migrate refuses it unless its order check is off." },
};

function findOrder(change: BranchChange): readonly Finding[] {
  const { added, before, meanwhile, after, base, format } = change;
  const kind = late[format.id] ?? { level: "warning" as const, detail: "" };
  const isNew = new Set(added.map(({ id }) => id));
  const isOld = new Set(before.map(({ id }) => id));
  const lastOld = after.findLast(({ id }) => isOld.has(id) && !isNew.has(id) && !isRepeatable(id, format.id));
  const reached = lastOld === undefined ? -1 : after.indexOf(lastOld);
  const behind = after.flatMap((migration, index) =>
    isNew.has(migration.id) && index < reached && !isRepeatable(migration.id, format.id)
      ? [
          report("id-out-of-order", migration, `${lastOld?.id ?? ""} is in ${base.name} already. ${kind.detail}`.trim(), {
            level: kind.level,
          }),
        ]
      : [],
  );
  const twins = added.flatMap((migration) => {
    const other = [...meanwhile, ...after].find(
      (candidate) =>
        candidate.up.file !== migration.up.file && isSameId(candidate.id, migration.id) && !isRepeatable(migration.id, format.id),
    );
    const same = meanwhile.find(({ id, up }) => id === migration.id && up.file === migration.up.file);
    const found = other ?? same;
    return found === undefined
      ? []
      : [report("id-taken", migration, `${found.up.file}${meanwhile.includes(found) ? ` in ${base.name}` : ""} has it.`)];
  });
  const lastMeanwhile = meanwhile
    .filter(({ id }) => !isRepeatable(id, format.id))
    .toSorted((a, b) => compareIds(a.id, b.id))
    .at(-1);
  const interleaved = added.flatMap((migration) =>
    lastMeanwhile !== undefined && !isRepeatable(migration.id, format.id) && compareIds(migration.id, lastMeanwhile.id) < 0
      ? [
          report("id-out-of-order", migration, `Since this branch left it, ${base.name} got ${lastMeanwhile.id}. ${kind.detail}`.trim(), {
            level: kind.level,
          }),
        ]
      : [],
  );
  return dropRepeated([...twins, ...behind, ...interleaved]);
}

function dropRepeated(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ file, rule }, index) => findings.findIndex((other) => other.file === file && other.rule === rule) === index);
}

function isRepeatable(id: string, format: string): boolean {
  return format === "flyway" && id.startsWith("R");
}

/** Numbers of an id (`V1.10` → 1, 10; `0007_brave` → 7): what runners order by. */
function numbersOf(id: string): readonly bigint[] {
  return (/^[A-Za-z]*(\d+(?:[._]\d+)*)/.exec(id)?.[1] ?? "").split(/[._]/).flatMap((part) => (part === "" ? [] : [BigInt(part)]));
}
function isSameId(one: string, other: string): boolean {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  return left.length === 0 || right.length === 0 ? one === other : compareIds(one, other) === 0;
}
function compareIds(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0n) - (right[index] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

interface Use {
  readonly migration: Migration;
  readonly statement: ParsedStatement;
  readonly name: string;
  readonly how: "create" | "alter" | "drop";
}

async function findFights(change: BranchChange, engine: Engine): Promise<readonly Finding[]> {
  const own = await usesOf(change.added, engine);
  const others = await usesOf(change.meanwhile, engine);
  const undone = own.flatMap((use) => {
    const maker = own.find((other) => other.migration !== use.migration && other.name === use.name && other.how === "create");
    const isAfter = maker !== undefined && change.added.indexOf(maker.migration) < change.added.indexOf(use.migration);
    return use.how === "drop" && isAfter
      ? [reportAt("files-fight", use, `${maker.migration.up.file} makes ${use.name}, this drops it.`)]
      : [];
  });
  const met = own.flatMap((use) => {
    const other = others.find((candidate) => candidate.name === use.name);
    if (other === undefined) return [];
    const isClash = other.how === "drop" || use.how === "drop" || (other.how === "create" && use.how === "create");
    const detail = `${other.migration.up.file} ${verbs[other.how]} ${use.name} in ${change.base.name}.`;
    return [{ ...reportAt("meets-base-branch", use, detail), level: isClash ? ("error" as const) : ("warning" as const) }];
  });
  return [...undone, ...dropRepeated(met), ...findRepeated(own, change)];
}

const verbs = { create: "makes", alter: "changes", drop: "drops" } as const;

function findRepeated(own: readonly Use[], change: BranchChange): readonly Finding[] {
  const made = new Set(own.filter(({ how }) => how === "create").map(({ name }) => name));
  const names = [...new Set(own.map(({ name }) => name))].filter((name) => !made.has(name));
  return names.flatMap((name) => {
    const uses = own.filter((use) => use.name === name);
    const files = change.added.filter((migration) => uses.some((use) => use.migration === migration));
    const last = uses.at(-1);
    return files.length < manyFiles || last === undefined
      ? []
      : [reportAt("object-touched-again", last, `${name}: ${files.length} files.`)];
  });
}

function reportAt(check: SequenceCheckId, { migration, statement, name }: Use, detail: string): Finding {
  return report(check, migration, detail, { line: statement.line, endLine: statement.line, column: statement.column, object: name });
}

async function usesOf(migrations: readonly Migration[], engine: Engine): Promise<readonly Use[]> {
  const found: Use[] = [];
  for (const migration of migrations) {
    const statements = await engine.parse(migration.up).catch(() => []);
    for (const statement of statements)
      for (const { name, how } of statement.touches)
        if (how !== "read" && how !== "write") found.push({ migration, statement, name: inDefault(name), how });
  }
  return found;
}

/** The schema that everybody means when they write none. */
function inDefault(name: string): string {
  const parts = parseName(name);
  return parts.length > 1 && parts[0] === "public" ? parts.slice(1).join(".") : name;
}
