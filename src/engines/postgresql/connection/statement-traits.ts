import type { Block } from "../../../model/plan.ts";
import type { ParsedStatement } from "../../engine.ts";
import { isTree, listOf, nodeOf, textOf, type Tree, unwrap } from "../parse/tree.ts";
import type { Snapshot } from "./snapshot.ts";
import { blockOf, resolveLabel } from "./trace.ts";

/** Statements that the server runs only outside a transaction block, as far as their text tells. */
export function refusesTransaction(statement: ParsedStatement): boolean {
  const node = unwrap(statement.tree);
  if (node === null) return false;
  const { kind, fields } = node;
  if (kind === "IndexStmt" || kind === "DropStmt") return fields["concurrent"] === true;
  if (kind === "VacuumStmt") return fields["is_vacuumcmd"] === true;
  if (kind === "ReindexStmt")
    return /concurrently/i.test(statement.text.slice(0, 80)) || /SCHEMA|DATABASE|SYSTEM/.test(textOf(fields["kind"]));
  if (kind === "AlterTableStmt")
    return listOf(fields["cmds"]).some(
      (cmd) => /concurrently/i.test(statement.text) && nodeOf(cmd, "AlterTableCmd")?.["subtype"] === "AT_DetachPartition",
    );
  if (kind === "ClusterStmt") return !isTree(fields["relation"]);
  // The procedure's body decides; a DO shows it.
  if (kind === "DoStmt") return /\b(?:commit|rollback)\b/i.test(statement.text);
  return false;
}

/** Statements that want more rights than the owner of a database has. */
export function needsOwner(statement: ParsedStatement): boolean {
  const node = unwrap(statement.tree);
  if (node === null) return false;
  return (
    node.kind === "CreateExtensionStmt" ||
    node.kind === "AlterExtensionStmt" ||
    node.kind === "CreateEventTrigStmt" ||
    (node.kind === "CreatePublicationStmt" && node.fields["for_all_tables"] === true) ||
    wantsSuperuser(node.kind, node.fields)
  );
}

/** What the server reserves to superusers, and can do no harm: refusals of dangerous statements come before. Order of `btree` and `hash` is checked by types. */
function wantsSuperuser(kind: string, fields: Tree): boolean {
  if (/^(?:CreateFdw|AlterFdw|CreateSubscription)Stmt$/.test(kind)) return true;
  if (kind === "CreatePublicationStmt" || kind === "AlterPublicationStmt")
    return listOf(fields["pubobjects"]).some(
      (item) => textOf(nodeOf(item, "PublicationObjSpec")?.["pubobjtype"]) === "PUBLICATIONOBJ_TABLES_IN_SCHEMA",
    );
  return /^(?:CreateOpClass|CreateOpFamily|AlterOpFamily)Stmt$/.test(kind) && /^(?:btree|hash)$/.test(textOf(fields["amname"]));
}

/** Whether a statement about roles gives nobody rights over the server: `superusers` are the names of those that have them. */
export function isHarmlessRoleStatement(statement: ParsedStatement, superusers: ReadonlySet<string>): boolean {
  const node = unwrap(statement.tree);
  if (node === null) return false;
  const { kind, fields } = node;
  const isMighty = (name: string): boolean => superusers.has(name) || name.startsWith("pg_");
  if (kind === "GrantRoleStmt") {
    const granted = listOf(fields["granted_roles"]).map((role) => textOf(nodeOf(role, "AccessPriv")?.["priv_name"]));
    return granted.every((name) => name !== "" && !isMighty(name));
  }
  if (kind !== "CreateRoleStmt" && kind !== "AlterRoleStmt") return kind === "DropRoleStmt";
  const options = listOf(fields["options"]).map((option) => nodeOf(option, "DefElem"));
  const role = isTree(fields["role"]) ? (isTree(fields["role"]["RoleSpec"]) ? fields["role"]["RoleSpec"] : fields["role"]) : {};
  const members = options.filter(
    (option) => /^(?:rolemembers|adminmembers)$/.test(textOf(option?.["defname"])) || textOf(option?.["defname"]) === "addroleto",
  );
  return (
    !isMighty(textOf(role["rolename"])) &&
    !options.some((option) => /^(?:superuser|isreplication|bypassrls|createrole|createdb)$/.test(textOf(option?.["defname"]))) &&
    !members.some((option) => textOf(option?.["defname"]) === "addroleto")
  );
}

/** What the manual says of statements whose locks are gone when they return. */
export function documentedBlocks(statement: ParsedStatement, before: Snapshot): readonly Block[] {
  const node = unwrap(statement.tree);
  if (node === null) return [];
  const named = statement.touches.flatMap((touch) =>
    touch.how === "alter" || touch.how === "drop" ? (resolveLabel(touch.name, before) ?? []) : [],
  );
  const tables = named.flatMap((label) => tableOf(label, before));
  const full =
    node.kind === "VacuumStmt" &&
    listOf(node.fields["options"]).some((option) => textOf(nodeOf(option, "DefElem")?.["defname"]) === "full");
  if (full) return tables.map((label) => blockOf(label, "AccessExclusiveLock", "rewrite"));
  if (/^(?:Index|Drop|Reindex|AlterTable|Vacuum)Stmt$/.test(node.kind))
    return tables.map((label) => blockOf(label, "ShareUpdateExclusiveLock", node.kind === "VacuumStmt" ? "scan" : "build"));
  return [];
}

function tableOf(label: string, snapshot: Snapshot): readonly string[] {
  const relation = [...snapshot.relations.values()].find((candidate) => candidate.label === label);
  if (relation === undefined) return [];
  const owner = relation.table === null ? relation : snapshot.relations.get(relation.table);
  return owner === undefined ? [] : [owner.label];
}
