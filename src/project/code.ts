import { join } from "node:path";
import { redact } from "../model/error.ts";
import { parseName } from "../model/name.ts";
import type { SqlReader } from "../ports/sql-reader.ts";
import { findClassUses } from "./code/class-uses.ts";
import { languageOf } from "./code/languages.ts";
import { findOrmUses } from "./code/orm-uses.ts";
import { findSql, type SqlText } from "./code/queries.ts";
import { compareText, inspectPath, listFiles, readTextIfPresent } from "./files.ts";
import { detectFormat } from "./formats.ts";
import type { ModelSchema } from "./models/model.ts";

const largestSourceBytes = 1024 * 1024;

/** Where to look: folders or files of the project; `exclude` leaves folders or files out (migrations, seeds, models). All paths are relative to `root`. */
export interface CodeRequest {
  readonly root: string;
  readonly folders: readonly string[];
  readonly exclude?: readonly string[];
  readonly sqlReader: SqlReader;
}
export interface MentionRequest extends CodeRequest {
  /** Dotted labels of the objects asked for, each with its fields asked for. */
  readonly objects: readonly { readonly label: string; readonly fields: readonly string[] }[];
  readonly models: readonly ModelSchema[];
}
/** A place in the code that uses an object. Line and column count from 1. */
export interface CodeMention {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly object: string;
  /** null: the object as a whole, or none of the fields asked for by name (`select *`). */
  readonly field: string | null;
  /** `sql`: the engine's parser says so; `orm`: a call of the ORM; `text`: the word stands beside such a use, or in SQL that could not be parsed. */
  readonly how: "sql" | "orm" | "text";
  /** One line of the source, at most 120 characters. */
  readonly excerpt: string;
  /** The whole statement, values as `$n`. */
  readonly query?: string;
}
/** A statement that the application sends. `placeholders` is the highest `$n` in it. */
export interface ApplicationQuery {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly verb: string;
  readonly text: string;
  readonly placeholders: number;
}

/** What a call of an ORM asks for or sets, by the database's names. */
export interface OrmRead {
  readonly file: string;
  readonly line: number;
  readonly object: string;
  readonly fields: readonly string[];
}

interface Source {
  readonly path: string;
  readonly text: string;
}

/** Uses of objects and fields in SQL texts and ORM calls, sorted by place. Throws `file-unreadable`. */
export async function findMentions(request: MentionRequest): Promise<readonly CodeMention[]> {
  const found: CodeMention[] = [];
  const modelFiles = request.models.flatMap((model) => model.objects.map((object) => object.file));
  for (const source of await loadSources({ ...request, exclude: [...(request.exclude ?? []), ...modelFiles] })) {
    const texts = findSql(source.path, source.text);
    const sql = await Promise.all(texts.map((text) => mentionsOfSql(source, text, request)));
    const direct = [...sql.flat(), ...(await mentionsOfOrm(source, request))];
    found.push(...direct, ...mentionsBeside(source, texts, direct, request));
  }
  return dropRepeated(found).sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.object, b.object),
  );
}

/** Statements in the application's code that the engine's parser accepts, in the order of files and lines. Throws `file-unreadable`. */
export async function findQueries(request: CodeRequest): Promise<readonly ApplicationQuery[]> {
  const found: ApplicationQuery[] = [];
  for (const source of await loadSources(request)) {
    for (const { start, text, verb, placeholders } of findSql(source.path, source.text)) {
      if ((await request.sqlReader.mentions(text)) === null) continue;
      found.push({ file: source.path, ...placeOf(source.text, start), verb, text, placeholders });
    }
  }
  return found;
}

/** Fields that calls of ORMs name, or all of a model where the call asks for every one; one entry a line and object. Throws `file-unreadable`. */
export async function findOrmReads(
  request: Omit<CodeRequest, "sqlReader"> & { readonly models: readonly ModelSchema[] },
): Promise<readonly OrmRead[]> {
  const found = new Map<string, OrmRead>();
  const modelFiles = request.models.flatMap((model) => model.objects.map((object) => object.file));
  for (const source of await loadSources({ ...request, exclude: [...(request.exclude ?? []), ...modelFiles] })) {
    const isScript = /\.[cm]?[jt]sx?$/.test(source.path);
    const uses = [
      ...(isScript ? await findOrmUses(source.path, source.text, request.models) : []),
      ...findClassUses(source.path, source.text, request.models),
    ];
    for (const use of uses) {
      const named = use.field === null ? [] : [use.field];
      const fields = use.reads === "every-field" ? use.object.fields.map(({ name }) => name) : named;
      const { line } = placeOf(source.text, use.offset);
      const key = JSON.stringify([source.path, line, use.object.name]);
      const known = found.get(key)?.fields ?? [];
      found.set(key, { file: source.path, line, object: use.object.name, fields: [...new Set([...known, ...fields])] });
    }
  }
  return [...found.values()].filter(({ fields }) => fields.length > 0);
}

async function loadSources(request: Omit<CodeRequest, "sqlReader">): Promise<readonly Source[]> {
  const isExcluded = (path: string): boolean =>
    (request.exclude ?? []).some((entry) => path === clean(entry) || path.startsWith(`${clean(entry)}/`));
  const paths = new Set<string>();
  for (const folder of request.folders) {
    const found = await inspectPath(join(request.root, folder));
    const names = found?.kind === "file" ? [clean(folder)] : listFiles(join(request.root, folder)).map((name) => clean(join(folder, name)));
    for (const name of names) if (languageOf(name) !== null && !isExcluded(name) && !name.startsWith("dblead/")) paths.add(name);
  }
  const sources: Source[] = [];
  for (const path of [...paths].sort(compareText)) {
    const size = (await inspectPath(join(request.root, path)))?.sizeBytes ?? 0;
    const text = size <= largestSourceBytes ? await readTextIfPresent(join(request.root, path)) : null;
    // A migration, wherever it stands (one that is handed in, say), is no code of the application.
    if (text !== null && !isMigration(path, text)) sources.push({ path, text });
  }
  return sources;
}

function isMigration(path: string, text: string): boolean {
  return /(?:^|\/)(?:[VUB]?\d[\d._]*__?|\d+-)[^/]*\.(?:[cm]?[jt]s|sql)$/.test(path) && detectFormat([{ path, text }]) !== null;
}

function clean(path: string): string {
  return path
    .replaceAll("\\", "/")
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/+$/, "");
}

async function mentionsOfSql(source: Source, sql: SqlText, request: MentionRequest): Promise<readonly CodeMention[]> {
  const read = await request.sqlReader.mentions(sql.text);
  const names = read?.map(parseName) ?? null;
  return request.objects.flatMap(({ label, fields }) => {
    const parts = parseName(label);
    const isUsed =
      names === null
        ? hasWord(sql.text, parts.at(-1) ?? "")
        : names.some((name) => endsWith(parts, name) || endsWith(parts, name.slice(0, -1)));
    if (!isUsed) return [];
    const how = names === null ? "text" : "sql";
    const used = fields.filter((field) =>
      names === null ? hasWord(sql.text, field) : names.some((name) => name.at(-1) === field && mayBelong(name.slice(0, -1), parts)),
    );
    const place = (word: string): number => sql.start + Math.max(0, findWord(source.text.slice(sql.start, sql.end), word));
    if (used.length === 0) return [mention(source, place(parts.at(-1) ?? ""), { object: label, field: null, how, query: sql.text })];
    return used.map((field) => mention(source, place(field), { object: label, field, how, query: sql.text }));
  });
}

/** An owner left out may be any object of the statement. */
function mayBelong(owner: readonly string[], label: readonly string[]): boolean {
  return owner.length === 0 || endsWith(label, owner);
}

/** Whether `name` is the whole of `label` or its last parts. */
function endsWith(label: readonly string[], name: readonly string[]): boolean {
  return name.length > 0 && name.length <= label.length && name.every((part, index) => part === label[label.length - name.length + index]);
}

async function mentionsOfOrm(source: Source, request: MentionRequest): Promise<readonly CodeMention[]> {
  const isScript = /\.[cm]?[jt]sx?$/.test(source.path);
  const byClient = isScript ? await findOrmUses(source.path, source.text, request.models) : [];
  const uses = [...byClient, ...findClassUses(source.path, source.text, request.models)];
  return request.objects.flatMap(({ label, fields }) => {
    const parts = parseName(label);
    const own = uses.filter(({ object }) => endsWith(parts, parseName(object.name)));
    const named = own.filter(({ field }) => field !== null && fields.includes(field));
    const lines = new Set(named.map(({ offset }) => placeOf(source.text, offset).line));
    const whole = own.filter(({ field, offset }) => field === null && !lines.has(placeOf(source.text, offset).line));
    return [...named, ...whole].map(({ field, offset }) => mention(source, offset, { object: label, field, how: "orm" }));
  });
}

/** Where a file uses an object, `.mail` and `mail: string` in it most likely read the object's rows. */
function mentionsBeside(
  source: Source,
  texts: readonly SqlText[],
  direct: readonly CodeMention[],
  request: MentionRequest,
): readonly CodeMention[] {
  if (languageOf(source.path) === "sql") return [];
  return request.objects.flatMap(({ label, fields }) => {
    if (!direct.some((found) => found.object === label)) return [];
    return fields.flatMap((field) => {
      const words = new Set([field, ...request.models.flatMap((model) => propertiesOf(model, label, field))]);
      return [...words].flatMap((word) =>
        [
          ...source.text.matchAll(
            new RegExp(`\\.(${escape(word)})\\b(?!\\s*\\()|^\\s*(?:readonly\\s+)?(${escape(word)})\\??:\\s*\\w`, "gm"),
          ),
        ].flatMap((match) => {
          const offset = match.index + match[0].indexOf(word);
          const { line } = placeOf(source.text, offset);
          const isKnown = direct.some((found) => found.object === label && found.field === field && found.line === line);
          const isInSql = texts.some(({ start, end }) => start <= offset && offset < end);
          return isKnown || isInSql ? [] : [mention(source, offset, { object: label, field, how: "text" })];
        }),
      );
    });
  });
}

function propertiesOf(model: ModelSchema, label: string, field: string): readonly string[] {
  const parts = parseName(label);
  return model.objects
    .filter((object) => endsWith(parts, parseName(object.name)))
    .flatMap((object) => object.fields.filter(({ name }) => name === field).map(({ property }) => property));
}

function mention(source: Source, offset: number, rest: Omit<CodeMention, "file" | "line" | "column" | "excerpt">): CodeMention {
  return {
    file: source.path,
    ...placeOf(source.text, offset),
    excerpt: redact(lineAround(source.text, offset).trim()).slice(0, 120),
    ...rest,
  };
}

function dropRepeated(mentions: readonly CodeMention[]): CodeMention[] {
  const seen = new Set<string>();
  return mentions.filter(({ file, line, column, object, field }) => {
    const key = JSON.stringify([file, line, column, object, field]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

function lineAround(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, end === -1 ? text.length : end);
}

function findWord(text: string, word: string): number {
  return text.search(new RegExp(`(?<![\\w$])${escape(word)}(?![\\w$])`));
}

function hasWord(text: string, word: string): boolean {
  return findWord(text, word) !== -1;
}

function escape(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
