import { dirname, join, relative, resolve } from "node:path";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { LeadError } from "../model/error.ts";
import { findNearest } from "../model/name.ts";
import type { Role } from "../model/role.ts";
import type { Sizes } from "../model/schema.ts";
import { type ConfigurationText, configurationSchema } from "./configuration-schema.ts";
import { readTextIfPresent } from "./files.ts";
import { findTomlLine } from "./toml-lines.ts";

export const configurationName = "dblead.toml";

export type WorkerName = ConfigurationText["tasks"]["worker"];
/** A named database. Paths are relative to the configuration's folder; `url` is a reference, never a value. */
export interface TargetConfiguration extends Readonly<Omit<ConfigurationText["targets"][string], "sizes">> {
  readonly name: string;
  readonly sizes: Sizes;
}
export interface Configuration {
  /** Absolute path of the file, and of its folder, to which every path in it is relative. */
  readonly file: string;
  readonly root: string;
  readonly targets: Readonly<Record<string, TargetConfiguration>>;
  readonly shadow: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly application: Readonly<ConfigurationText["application"]>;
  readonly tasks: {
    readonly worker: WorkerName;
    readonly byKind: Readonly<Record<string, WorkerName>>;
    readonly fallback: readonly WorkerName[];
    /** How often a deliverable may come back before it goes to another worker. */
    readonly returns: number;
    readonly names: "plain" | "mdtm";
  };
  readonly policy: Readonly<ConfigurationText["policy"]>;
  readonly review: Readonly<ConfigurationText["review"]>;
  readonly approvals: {
    /** Who approves every change. */
    readonly roles: readonly Role[];
    /** Who approves besides, by hazard of the plan; `personal-data`: the requirement names such fields. */
    readonly byHazard: Readonly<Record<string, readonly Role[]>>;
    /** The file of keys; its principals are roles. */
    readonly allowedSigners: string | null;
    /** Hazards, `personal-data` or `every-change`: for these only a signature counts; everywhere else an approval typed at a terminal is enough. */
    readonly signed: readonly string[];
  };
  readonly report: { readonly commit: boolean };
}

/**
 * Finds dblead.toml in `startFolder` or above and reads it.
 * Throws `configuration-missing`, or `configuration-invalid` naming file, line, key and the nearest known name for every fault at once.
 */
export async function loadConfiguration(startFolder: string): Promise<Configuration> {
  for (let folder = resolve(startFolder); ; folder = dirname(folder)) {
    const file = join(folder, configurationName);
    const text = await readTextIfPresent(file);
    if (text !== null) return parseConfiguration(file, text, relative(resolve(startFolder), file) || configurationName);
    if (dirname(folder) === folder) break;
  }
  throw new LeadError("configuration-missing", `There is no ${configurationName} in ${startFolder} or above it.`, {
    hint: "dblead init writes one from what it finds.",
  });
}

/** As {@link loadConfiguration}, from a text; `shownAs` names the file in errors. */
export function parseConfiguration(file: string, text: string, shownAs: string = configurationName): Configuration {
  const document = parseToml(text, shownAs);
  const result = configurationSchema.safeParse(document);
  if (!result.success) {
    const faults = result.error.issues.flatMap((issue) => describeIssue(issue, document, text)).sort((a, b) => a.line - b.line);
    throw new LeadError("configuration-invalid", faults.map((fault) => `${shownAs}:${fault.line}: ${fault.message}`).join("\n"));
  }
  const { targets, tasks, shadow, approvals, ...rest } = result.data;
  return {
    file,
    root: dirname(file),
    targets: Object.fromEntries(
      Object.entries(targets).map(([name, target]) => [name, { ...target, name, sizes: readSizes(target.sizes) }]),
    ),
    shadow: Object.fromEntries(
      Object.entries(shadow).flatMap(([engine, settings]) => (settings === undefined ? [] : [[engine, settings]])),
    ),
    tasks: { worker: tasks.worker, byKind: tasks["by-kind"], fallback: tasks.fallback, returns: tasks.returns, names: tasks.names },
    approvals: {
      roles: approvals.roles,
      byHazard: approvals["by-hazard"],
      allowedSigners: approvals["allowed-signers"] ?? null,
      signed: approvals.signed,
    },
    ...rest,
  };
}

/** The target of that name. Throws `configuration-invalid` with the nearest known name. */
export function findTarget(configuration: Configuration, name: string): TargetConfiguration {
  const target = configuration.targets[name];
  if (target !== undefined) return target;
  const known = Object.keys(configuration.targets);
  const nearest = findNearest(name, known);
  const hint = nearest === undefined ? `Known targets: ${known.join(", ") || "none"}.` : `Did you mean ${nearest}?`;
  throw new LeadError("configuration-invalid", `${configurationName} has no target ${name}.`, { hint });
}

function parseToml(text: string, shownAs: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    // The library's message quotes the file, which may hold what must not be shown; its first line does not.
    const reason = cause.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "not TOML";
    throw new LeadError("configuration-invalid", `${shownAs}:${cause.line}:${cause.column}: ${reason}`);
  }
}

function readSizes(sizes: ConfigurationText["targets"][string]["sizes"]): Sizes {
  return Object.fromEntries(
    Object.entries(sizes).map(([label, size]) => [
      label,
      { ...(size.rows === undefined ? {} : { rowsEstimated: size.rows }), ...(size.bytes === undefined ? {} : { sizeBytes: size.bytes }) },
    ]),
  );
}

interface Fault {
  readonly line: number;
  readonly message: string;
}

function describeIssue(issue: z.core.$ZodIssue, document: unknown, text: string): readonly Fault[] {
  const path = issue.path.map(String);
  const where = path.join(".");
  if (issue.code === "unrecognized_keys") {
    const table = where === "" ? "at the top" : `in ${where}`;
    return issue.keys.map((key) => ({
      line: findTomlLine(text, [...path, key]),
      message: `unknown key "${key}" ${table}${suggest(key, knownKeys(configurationSchema, path))}`,
    }));
  }
  const line = findTomlLine(text, path);
  const value = valueAt(document, path);
  if (value === undefined && issue.code !== "custom") return [{ line, message: `${where} is missing` }];
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    const shown = typeof value === "string" || typeof value === "number" ? ` "${value}"` : "";
    return [
      { line, message: `${where}:${shown} is not one of ${allowed.join(", ")}${typeof value === "string" ? suggest(value, allowed) : ""}` },
    ];
  }
  if (issue.code === "invalid_key") return [{ line, message: `${where}: ${issue.issues[0]?.message ?? issue.message}` }];
  if (issue.code === "invalid_type")
    return [{ line, message: `${where} must be a ${issue.expected}, written ${exampleOf(issue.expected)}` }];
  return [{ line, message: `${where}: ${issue.message}` }];
}

function exampleOf(expected: string): string {
  const examples: Readonly<Record<string, string>> = {
    string: '"in quotes"',
    array: '["in", "brackets"]',
    boolean: "true or false",
    record: "as a [table]",
    object: "as a [table]",
  };
  return examples[expected] ?? "as such";
}

function suggest(name: string, known: readonly string[]): string {
  const nearest = findNearest(name, known);
  if (nearest !== undefined) return `; did you mean "${nearest}"?`;
  return known.length === 0 ? "" : `; known here: ${known.join(", ")}`;
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const part of path)
    value = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[part] : undefined;
  return value;
}

/** Names that the schema knows at a path. */
function knownKeys(schema: unknown, path: readonly string[]): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return knownKeys(schema.unwrap(), path);
  const [first, ...rest] = path;
  if (schema instanceof z.ZodRecord) {
    if (first !== undefined) return knownKeys(schema.valueType, rest);
    return schema.keyType instanceof z.ZodEnum ? schema.keyType.options.map(String) : [];
  }
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Readonly<Record<string, unknown>>;
  return first === undefined ? Object.keys(shape) : knownKeys(shape[first], rest);
}
