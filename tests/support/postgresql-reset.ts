import { quoteName, quoteLiteral } from "../../src/engines/postgresql/quote.ts";

type Query = <Row>(text: string) => Promise<{ readonly rows: readonly Row[] }>;
type Run = (text: string) => Promise<unknown>;

/** Statements that remove everything, in the order in which it can go. */
const outside = `
  select 1 as at, format('ALTER SUBSCRIPTION %1$I DISABLE; ALTER SUBSCRIPTION %1$I SET (slot_name = NONE); DROP SUBSCRIPTION %1$I', subname) as sql
    from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())
  union all select 2, format('DROP EVENT TRIGGER %I', evtname) from pg_event_trigger
  union all select 3, format('DROP PUBLICATION %I', pubname) from pg_publication
  union all select 4, format('DROP EXTENSION %I CASCADE', extname) from pg_extension where oid >= 16384
  union all select 5, format('DROP SCHEMA %I CASCADE', nspname) from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
  union all select 6, format('DROP CAST (%s AS %s)', castsource::regtype, casttarget::regtype) from pg_cast where oid >= 16384
  union all select 7, format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) from pg_foreign_data_wrapper where oid >= 16384
  union all select 8, format('DROP LANGUAGE %I CASCADE', lanname) from pg_language where oid >= 16384
  union all select 9, format('DROP ACCESS METHOD %I CASCADE', amname) from pg_am where oid >= 16384
  union all select 10, format('select lo_unlink(%s)', oid) from pg_largeobject_metadata
  union all select 11, format('ALTER DATABASE %I RESET ALL', current_database()) from pg_db_role_setting
    where setdatabase = (select oid from pg_database where datname = current_database())
  order by 1`;

const catalogues =
  "pg_class pg_proc pg_type pg_cast pg_language pg_extension pg_foreign_data_wrapper pg_foreign_server pg_user_mapping pg_event_trigger pg_publication pg_default_acl pg_am pg_ts_config pg_ts_dict pg_ts_parser pg_ts_template pg_conversion pg_collation pg_operator pg_opclass pg_opfamily pg_statistic_ext pg_transform".split(
    " ",
  );
/** Objects of the database that are not the server's own; `public` is made anew. */
const left = [
  ...catalogues.map((name) => `select '${name}' as name from ${name} where oid >= 16384`),
  "select 'pg_namespace' from pg_namespace where oid >= 16384 and nspname <> 'public' and nspname !~ '^pg_(toast_)?temp_'",
].join(" union all ");

/** Empties a database and drops the roles that are not `kept`. Answers the catalogues that still hold something. */
export async function resetDatabase(query: Query, run: Run, kept: readonly string[]): Promise<readonly string[]> {
  const { rows } = await query<{ readonly sql: string }>(outside);
  // One may have gone with another: whether everything is gone is asked at the end.
  for (const { sql } of rows) for (const statement of sql.split("; ")) await run(statement).catch(() => undefined);
  const roles = await query<{ readonly name: string }>(
    `select rolname as name from pg_roles where rolname !~ '^pg_' and rolname not in (${kept.map(quoteLiteral).join(", ")})`,
  );
  if (roles.rows.length > 0) {
    const list = roles.rows.map(({ name }) => quoteName(name)).join(", ");
    await run(`DROP OWNED BY ${list} CASCADE`);
    await run(`DROP ROLE ${list}`);
  }
  const { rows: found } = await query<{ readonly name: string }>(left);
  await run("CREATE SCHEMA public");
  const { rows: version } = await query<{ readonly number: string }>("select current_setting('server_version_num') as number");
  if (Number(version[0]?.number) >= 150_000) {
    await run("ALTER SCHEMA public OWNER TO pg_database_owner");
    await run("GRANT USAGE ON SCHEMA public TO PUBLIC");
  } else await run("GRANT ALL ON SCHEMA public TO PUBLIC");
  await run("COMMENT ON SCHEMA public IS 'standard public schema'");
  return [...new Set(found.map(({ name }) => name))];
}
