import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { Command } from "../command.ts";
import { documentsAt, documentAt, isDocument, listAt, type Span, textAt } from "./value.ts";
import { namespaceOf } from "./namespace.ts";

/** A command as the script says it, however it says it: as a document, by a method of the driver, by a method of the shell. */
export interface CommandTree {
  readonly command: Command;
  /** `command`: written as a document; `driver` and `shell`: a call. */
  readonly form: "command" | "driver" | "shell";
  /** The method that was called (`updateMany`); null: a document. */
  readonly method: string | null;
  /** `transaction`: inside one, with its session; `without-session`: inside one, its session not handed over. */
  readonly scope: "alone" | "transaction" | "without-session";
  /** Whether it runs once for each of something that only running it tells. */
  readonly repeats: "once" | "in-loop";
  /** `left`: nothing waits for it; of a cursor: nothing reads it. */
  readonly waited: "waited" | "left";
  /** Whether another database than the migration's own is named in the text. */
  readonly named: "own" | "other";
  /** Expressions that only running tells, with their places in the script. */
  readonly unread: readonly (Span & { readonly text: string })[];
}

export function treeOf(statement: ParsedStatement): CommandTree {
  return statement.tree as CommandTree;
}

type Touch = ParsedStatement["touches"][number];

/** Collections, views and indexes that a command touches; of another database with its name before them. */
export function touchesOf(tree: CommandTree): readonly Touch[] {
  const { body, name, collection, db } = tree.command;
  const label = (target: string): string => printName(db === null ? [target] : [db, target]);
  const touch = (target: string | null, how: Touch["how"]): readonly Touch[] =>
    target === null || target === "" ? [] : [{ name: label(target), how }];
  const read = sourcesIn(body["pipeline"]).flatMap((source) => touch(source, "read"));
  switch (name) {
    case "create":
      return [...touch(collection, "create"), ...touch(textAt(body, "viewOn"), "read"), ...read];
    case "createIndexes":
      return [
        ...touch(collection, "alter"),
        ...documentsAt(body, "indexes").flatMap((index): readonly Touch[] => {
          const own = textAt(index, "name");
          return own === null || collection === null
            ? []
            : [{ name: printName(db === null ? [collection, own] : [db, collection, own]), how: "create" }];
        }),
      ];
    case "dropIndexes":
    case "collMod":
    case "convertToCapped":
    case "compact":
    case "reIndex":
      return touch(collection, "alter");
    case "drop":
      return touch(collection, "drop");
    case "dropDatabase":
      return [{ name: db ?? "the whole database", how: "drop" }];
    case "renameCollection": {
      const { from, to } = renameOf(tree);
      return [
        ...(from === null ? [] : [{ name: printName([from]), how: "drop" as const }]),
        ...(to === null ? [] : [{ name: printName([to]), how: "create" as const }]),
      ];
    }
    case "insert":
    case "update":
    case "delete":
    case "findAndModify":
    case "findandmodify":
      return touch(collection, "write");
    case "aggregate":
      return [...touch(collection, "read"), ...read, ...outputsOf(body["pipeline"]).flatMap(({ target }) => touch(target, "write"))];
    case "mapReduce":
    case "mapreduce":
      return [...touch(collection, "read"), ...touch(typeof body["out"] === "string" ? body["out"] : null, "write")];
    default:
      return touch(collection, "read");
  }
}

/** Both names of a renaming, without their database. A call names collections, a document namespaces. */
export function renameOf({ command, form, method }: CommandTree): { readonly from: string | null; readonly to: string | null } {
  const [from, to] = [textAt(command.body, "renameCollection"), textAt(command.body, "to")];
  const bare = (name: string | null): string | null =>
    name === null || (form !== "command" && method !== null) ? name : namespaceOf(name).collection;
  return { from: bare(from), to: bare(to) };
}

/** Collections that a pipeline reads beside its own, in whatever depth. */
export function sourcesIn(pipeline: Command["body"][string] | undefined): readonly string[] {
  if (!Array.isArray(pipeline)) return [];
  return pipeline.filter(isDocument).flatMap((stage): readonly string[] => {
    const [name = ""] = Object.keys(stage);
    const inner = stage[name];
    if (typeof inner === "string") return name === "$unionWith" ? [inner] : [];
    const from = textAt(inner, "from") ?? (name === "$unionWith" ? textAt(inner, "coll") : null);
    const facets = name === "$facet" && isDocument(inner) ? Object.values(inner).flatMap((one) => sourcesIn(one)) : [];
    return [...(from === null ? [] : [from]), ...sourcesIn(isDocument(inner) ? inner["pipeline"] : undefined), ...facets];
  });
}

/** Where `$out` and `$merge` write. */
export interface Output {
  readonly stage: "$out" | "$merge";
  readonly target: string | null;
}
export function outputsOf(pipeline: Command["body"][string] | undefined): readonly Output[] {
  return listAt({ pipeline: pipeline ?? null }, "pipeline").flatMap((stage): readonly Output[] => {
    if (!isDocument(stage)) return [];
    const out = stage["$out"];
    if (out !== undefined) return [{ stage: "$out", target: typeof out === "string" ? out : textAt(out, "coll") }];
    const merge = stage["$merge"];
    if (merge === undefined) return [];
    const into = documentAt(merge, "into");
    return [{ stage: "$merge", target: typeof merge === "string" ? merge : into === null ? textAt(merge, "into") : textAt(into, "coll") }];
  });
}
