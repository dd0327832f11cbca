import { stringsOf, textOf, type Tree, unwrap, walk, listOf, nodeOf } from "./tree.ts";

const functions: Readonly<Record<string, string>> = {
  pg_read_file: "reads a file of the server",
  pg_read_binary_file: "reads a file of the server",
  pg_ls_dir: "lists files of the server",
  pg_ls_logdir: "lists files of the server",
  pg_ls_waldir: "lists files of the server",
  pg_ls_tmpdir: "lists files of the server",
  pg_stat_file: "looks at a file of the server",
  pg_file_write: "writes a file of the server",
  pg_file_rename: "renames a file of the server",
  pg_file_unlink: "removes a file of the server",
  pg_logdir_ls: "lists files of the server",
  lo_import: "reads a file of the server",
  lo_export: "writes a file of the server",
  pg_reload_conf: "changes the server's settings",
  pg_rotate_logfile: "acts on the server",
  pg_promote: "acts on the server",
  pg_terminate_backend: "ends other sessions",
  pg_cancel_backend: "stops other sessions",
  pg_switch_wal: "acts on the server",
  pg_create_restore_point: "acts on the server",
  pg_start_backup: "acts on the server",
  pg_backup_start: "acts on the server",
  pg_backup_stop: "acts on the server",
  query_to_xml: "runs a text as a statement",
  query_to_xml_and_xmlschema: "runs a text as a statement",
};
const kinds: Readonly<Record<string, string>> = {
  AlterSystemStmt: "ALTER SYSTEM changes the server's settings",
  LoadStmt: "LOAD runs a library on the server",
  CreateTableSpaceStmt: "CREATE TABLESPACE writes to folders of the server",
  DropTableSpaceStmt: "DROP TABLESPACE acts on folders of the server",
  CreatedbStmt: "CREATE DATABASE acts on the whole server",
  DropdbStmt: "DROP DATABASE acts on the whole server",
  ImportForeignSchemaStmt: "IMPORT FOREIGN SCHEMA reaches another host",
};
const languages = /^(?:c|internal|plpython3?u|plpythonu|plperlu|pltclu|plsh|pljavau)$/i;
const extensions =
  /^(?:dblink|postgres_fdw|file_fdw|adminpack|plpython3?u|plperlu|pltclu|pg_cron|http|pg_net|mysql_fdw|oracle_fdw|tds_fdw)$/i;
/** In bodies and texts that the grammar does not open (DO, functions), by word. */
const inBody =
  /\bcopy\b[\s\S]*?\b(?:program\b|(?:from|to)\s+')|\balter\s+system\b|\bpg_(?:read_file|read_binary_file|ls_dir|file_write)\b|\blo_(?:import|export)\b|\bdblink\w*\s*\(/i;

/** Why a statement may not run: it reaches files, programs, other hosts or the server itself. Null: it may. */
export function findDanger(tree: Tree): string | null {
  const statement = unwrap(tree);
  if (statement === null) return null;
  const { kind, fields } = statement;
  const whole = kinds[kind] ?? dangerOfKind(kind, fields);
  return whole ?? dangerInside(tree);
}

function dangerOfKind(kind: string, fields: Tree): string | null {
  if (kind === "CopyStmt") {
    if (fields["is_program"] === true) return "COPY … PROGRAM starts a program on the server";
    if (textOf(fields["filename"]) !== "") return "COPY reads or writes a file of the server";
    return "COPY needs a stream of data, which a script does not have; write INSERT";
  }
  if (kind === "CreateExtensionStmt" && extensions.test(textOf(fields["extname"]))) {
    return `the extension ${textOf(fields["extname"])} reaches files, programs or other hosts`;
  }
  // Servers, mappings and foreign tables of a wrapper without a handler are names only: nothing can be read through them.
  if (kind === "CreateFdwStmt" || kind === "AlterFdwStmt")
    return listOf(fields["func_options"]).length > 0 ? "a FOREIGN DATA WRAPPER with functions of its own reaches another host" : null;
  return dangerOfSubscription(kind, fields);
}

/** A subscription that is made without a connection reaches nobody until it is enabled, told where to go, or refreshed. */
function dangerOfSubscription(kind: string, fields: Tree): string | null {
  const options = optionsOf(fields);
  if (kind === "CreateSubscriptionStmt") {
    const isQuiet = options.includes("connect=false") && !options.some((option) => /^enabled=(?!false|off|0)/.test(option));
    return isQuiet ? null : "CREATE SUBSCRIPTION reaches another host; WITH (connect = false) it does not";
  }
  if (kind !== "AlterSubscriptionStmt") return null;
  const isQuiet = /^ALTER_SUBSCRIPTION_(?:OPTIONS|SKIP)$/.test(textOf(fields["kind"]));
  return isQuiet || options.includes("refresh=false") || options.includes("enabled=false")
    ? null
    : "ALTER SUBSCRIPTION reaches another host";
}

/** `name=value` of a statement's options, as far as they are words. */
function optionsOf(fields: Tree): readonly string[] {
  return listOf(fields["options"]).flatMap((item) => {
    const option = nodeOf(item, "DefElem");
    const argument = unwrap(option?.["arg"]);
    const value = argument?.fields["sval"] ?? argument?.fields["boolval"] ?? "";
    return option === null ? [] : [`${textOf(option["defname"])}=${typeof value === "boolean" ? String(value) : textOf(value)}`];
  });
}

function dangerInside(tree: Tree): string | null {
  let found: string | null = null;
  walk(tree, (kind, fields) => {
    if (found !== null) return;
    if (kind !== null && kinds[kind] !== undefined) found = kinds[kind] ?? null;
    else if (kind === "CopyStmt") found = dangerOfKind(kind, fields);
    else if (kind === "FuncCall") {
      const name = stringsOf(fields["funcname"]).at(-1) ?? "";
      const why = functions[name] ?? (name.startsWith("dblink") ? "reaches another host" : undefined);
      if (why !== undefined) found = `${name} ${why}`;
    } else if (kind === "DefElem") found = dangerOfOption(fields);
  });
  return found;
}

function dangerOfOption(fields: Tree): string | null {
  const option = textOf(fields["defname"]);
  const argument = unwrap(fields["arg"]);
  if (option === "language" && argument?.kind === "String" && languages.test(textOf(argument.fields["sval"]))) {
    return `functions in ${textOf(argument.fields["sval"])} can reach everything that the server can`;
  }
  if (option !== "as") return null;
  const texts =
    argument?.kind === "List"
      ? stringsOf(argument.fields["items"])
      : argument?.kind === "String"
        ? [textOf(argument.fields["sval"])]
        : stringsOf(listOf(fields["arg"]));
  const hit = texts.map((text) => inBody.exec(text)?.[0]).find((text) => text !== undefined);
  return hit === undefined ? null : `its body reaches outside the database: ${hit.replaceAll(/\s+/g, " ").slice(0, 60)}`;
}
