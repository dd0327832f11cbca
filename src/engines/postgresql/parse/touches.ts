import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import { isTree, listOf, nodeOf, stringsOf, textOf, type Tree, unwrap, walk } from "./tree.ts";

export type Touch = ParsedStatement["touches"][number];

/** Dotted name of a RangeVar, qualified only as written. */
export function nameOfRange(range: Tree): string {
  const schema = textOf(range["schemaname"]);
  const name = textOf(range["relname"]);
  return printName(schema === "" ? [name] : [schema, name]);
}

/** What a statement touches, in the order of its text, each name once per way. */
export function touchesOf(tree: Tree): readonly Touch[] {
  const statement = unwrap(tree);
  if (statement === null) return [];
  const found: Touch[] = [];
  const add = (name: string, how: Touch["how"]): void => {
    if (name !== "" && !found.some((touch) => touch.name === name && touch.how === how)) found.push({ name, how });
  };
  touchTop(statement.kind, statement.fields, add);
  touchReads(tree, found, add);
  return found;
}

type Add = (name: string, how: Touch["how"]) => void;

const creators = new Set(["CreateStmt", "CreateForeignTableStmt", "CreateSeqStmt", "ViewStmt", "CompositeTypeStmt"]);
const writers = new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);

function touchTop(kind: string, fields: Tree, add: Add): void {
  const range = isTree(fields["relation"]) ? fields["relation"] : null;
  if (kind === "ExplainStmt" || kind === "PrepareStmt") {
    const inner = unwrap(fields["query"]);
    if (inner !== null) touchTop(inner.kind, inner.fields, add);
    return;
  }
  if (kind === "CreateForeignTableStmt" && isTree(fields["base"])) return touchTop("CreateStmt", fields["base"], add);
  if (creators.has(kind)) {
    const made =
      range ??
      (isTree(fields["view"])
        ? fields["view"]
        : isTree(fields["sequence"])
          ? fields["sequence"]
          : isTree(fields["typevar"])
            ? fields["typevar"]
            : null);
    if (made !== null) add(nameOfRange(made), "create");
    return;
  }
  if (writers.has(kind)) {
    if (range !== null) add(nameOfRange(range), "write");
    return;
  }
  touchDefinition(kind, fields, range, add);
}

function touchDefinition(kind: string, fields: Tree, range: Tree | null, add: Add): void {
  switch (kind) {
    case "CreateTableAsStmt": {
      const into = isTree(fields["into"]) && isTree(fields["into"]["rel"]) ? fields["into"]["rel"] : null;
      if (into === null) return;
      add(nameOfRange(into), "create");
      // A materialized view holds nothing of its own.
      const isFilled = isTree(fields["into"]) && fields["into"]["skipData"] !== true && textOf(fields["objtype"]) === "OBJECT_TABLE";
      if (isFilled) add(nameOfRange(into), "write");
      return;
    }
    case "IndexStmt":
      if (range !== null) add(nameOfRange(range), "alter");
      if (textOf(fields["idxname"]) !== "") add(sibling(range, textOf(fields["idxname"])), "create");
      return;
    case "CreateTrigStmt":
    case "RuleStmt":
    case "AlterTableStmt":
    case "AlterSeqStmt":
    case "AlterObjectSchemaStmt":
    case "RefreshMatViewStmt":
    case "ClusterStmt":
    case "ReindexStmt":
      touchRelation(kind, fields, range ?? (isTree(fields["sequence"]) ? fields["sequence"] : null), add);
      return;
    case "CreatePolicyStmt":
    case "AlterPolicyStmt":
      if (isTree(fields["table"])) add(nameOfRange(fields["table"]), "alter");
      return;
    case "RenameStmt":
      touchRename(fields, range, add);
      return;
    case "DropStmt":
      for (const item of listOf(fields["objects"])) touchDropped(textOf(fields["removeType"]), item, add);
      return;
    case "TruncateStmt":
      for (const item of listOf(fields["relations"])) {
        const truncated = nodeOf(item, "RangeVar");
        if (truncated !== null) add(nameOfRange(truncated), "write");
      }
      return;
    case "VacuumStmt":
      for (const item of listOf(fields["rels"])) {
        const relation = nodeOf(item, "VacuumRelation");
        if (relation !== null && isTree(relation["relation"])) add(nameOfRange(relation["relation"]), "alter");
      }
      return;
    default:
      touchOther(kind, fields, add);
  }
}

function touchRelation(kind: string, fields: Tree, range: Tree | null, add: Add): void {
  if (range !== null) add(nameOfRange(range), "alter");
  if (kind === "AlterObjectSchemaStmt" && range !== null) add(printName([textOf(fields["newschema"]), textOf(range["relname"])]), "alter");
}

function touchRename(fields: Tree, range: Tree | null, add: Add): void {
  if (range === null) {
    const names = nodeOf(fields["object"], "List");
    add(printName(names === null ? [textOf(nodeOf(fields["object"], "String")?.["sval"])] : stringsOf(names["items"])), "alter");
    return;
  }
  add(nameOfRange(range), "alter");
  const type = textOf(fields["renameType"]);
  // A renamed object is not a new one: its rows came along.
  if (/^OBJECT_(?:TABLE|VIEW|MATVIEW|SEQUENCE|INDEX|FOREIGN_TABLE)$/.test(type)) add(sibling(range, textOf(fields["newname"])), "alter");
}

function touchDropped(type: string, item: unknown, add: Add): void {
  const names = nodeOf(item, "List");
  const routine = nodeOf(item, "ObjectWithArgs");
  const typeName = nodeOf(item, "TypeName");
  const parts =
    names !== null
      ? stringsOf(names["items"])
      : routine !== null
        ? stringsOf(routine["objname"])
        : typeName !== null
          ? stringsOf(typeName["names"])
          : [textOf(nodeOf(item, "String")?.["sval"])];
  // A trigger, rule or policy is named below its table, whose definition changes.
  if (/TRIGGER|RULE|POLICY/.test(type) && parts.length > 1) add(printName(parts.slice(0, -1)), "alter");
  add(printName(parts), "drop");
}

function touchOther(kind: string, fields: Tree, add: Add): void {
  switch (kind) {
    case "CreateFunctionStmt":
      return add(printName(stringsOf(fields["funcname"])), "create");
    case "CreateEnumStmt":
    case "CreateRangeStmt":
      return add(printName(stringsOf(fields["typeName"])), "create");
    case "CreateDomainStmt":
      return add(printName(stringsOf(fields["domainname"])), "create");
    case "AlterEnumStmt":
    case "AlterDomainStmt":
      return add(printName(stringsOf(fields["typeName"])), "alter");
    case "CreateSchemaStmt":
      for (const element of listOf(fields["schemaElts"])) {
        const inner = unwrap(element);
        if (inner !== null) touchTop(inner.kind, inner.fields, add);
      }
      return add(printName([textOf(fields["schemaname"])]), "create");
    case "CreateExtensionStmt":
      return add(printName([textOf(fields["extname"])]), "create");
    case "SelectStmt": {
      const into = isTree(fields["intoClause"]) && isTree(fields["intoClause"]["rel"]) ? fields["intoClause"]["rel"] : null;
      if (into === null) return;
      add(nameOfRange(into), "create");
      return add(nameOfRange(into), "write");
    }
    case "CommentStmt":
    case "GrantStmt":
      return touchNamed(fields, add);
    default:
      return undefined;
  }
}

function touchNamed(fields: Tree, add: Add): void {
  for (const item of [fields["object"], ...listOf(fields["objects"])]) {
    const range = nodeOf(item, "RangeVar");
    const names = nodeOf(item, "List");
    if (range !== null) add(nameOfRange(range), "alter");
    else if (names !== null) {
      const parts = stringsOf(names["items"]);
      const type = textOf(fields["objtype"]);
      const isPart = /^OBJECT_(?:COLUMN|TABCONSTRAINT|TRIGGER|POLICY|RULE)$/.test(type);
      if (/^OBJECT_(?:TABLE|VIEW|MATVIEW|INDEX|SEQUENCE)$/.test(type) || isPart)
        add(printName(isPart ? parts.slice(0, -1) : parts), "alter");
    }
  }
}

/** Relations read anywhere in the statement, but for names of common table expressions, and written ones inside them. */
function touchReads(tree: Tree, found: readonly Touch[], add: Add): void {
  const local = new Set<string>();
  walk(tree, (kind, fields) => {
    if (kind === "CommonTableExpr") {
      local.add(textOf(fields["ctename"]));
      const inner = unwrap(fields["ctequery"]);
      if (inner !== null && writers.has(inner.kind)) touchTop(inner.kind, inner.fields, add);
    }
  });
  walk(tree, (kind, fields) => {
    if (kind === "Constraint" && isTree(fields["pktable"])) add(nameOfRange(fields["pktable"]), "read");
    if (kind !== "RangeVar") return;
    const name = nameOfRange(fields);
    const isLocal = textOf(fields["schemaname"]) === "" && local.has(textOf(fields["relname"]));
    if (!isLocal && !found.some((touch) => touch.name === name)) add(name, "read");
  });
}

function sibling(range: Tree | null, name: string): string {
  const schema = textOf(range?.["schemaname"]);
  return printName(schema === "" ? [name] : [schema, name]);
}
