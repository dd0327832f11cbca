// Reads a PostgreSQL's catalogue (14 to 18) and shares nothing with the planner's own reading: what one of them overlooks, the other shows.
type Query = <Row>(text: string) => Promise<{ readonly rows: readonly Row[] }>;

/** Not the server's own, and not a member of an extension. */
/** The sequence of an identity column is told with its column; its name is the server's choice. */
const notOfIdentity =
  "and not exists (select from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = c.oid and i.refobjsubid > 0 and i.deptype = 'i')";

const own = (catalogue: string, alias: string): string =>
  `${alias}.oid >= 16384 and not exists (select from pg_depend d where d.classid = '${catalogue}'::regclass and d.objid = ${alias}.oid and d.deptype = 'e')`;
/** In a schema of the user's. */
const inOwnSchema = (column: string): string =>
  `${column} in (select oid from pg_namespace where nspname !~ '^pg_(toast|temp)' and nspname not in ('pg_catalog', 'information_schema', 'dblead_kept'))`;
/** Privileges as sorted texts; none written down is the default of the kind. Who passed one on cannot be planned: whoever carries a plan out grants it. */
const privileges = (acl: string, kind: string, owner: string): string =>
  `(select coalesce(jsonb_agg(x order by x), '[]') from (select distinct concat_ws(' ', case grantee when 0 then 'public' else pg_get_userbyid(grantee) end, privilege_type, is_grantable) as x from aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner})))) q)`;
const name = (catalogue: string, oid: string): string => `(select identity from pg_identify_object('${catalogue}'::regclass, ${oid}, 0))`;
const role = (oid: string): string => `pg_get_userbyid(${oid})`;
/** The row as JSON without what differs between two databases that are the same. */
const row = (alias: string, ...without: readonly string[]): string =>
  `to_jsonb(${alias}) - array[${["oid", ...without].map((each) => `'${each}'`).join(", ")}]`;

interface Part {
  readonly kind: string;
  /** Columns: `id` text, `facts` jsonb. */
  readonly query: string;
}

const relations: readonly Part[] = [
  {
    kind: "schema",
    query: `select nspname as id, jsonb_build_object('owner', ${role("nspowner")}, 'acl', ${privileges("nspacl", "n", "nspowner")}) as facts from pg_namespace n where ${own("pg_namespace", "n")} and nspname !~ '^pg_'`,
  },
  {
    kind: "relation",
    query: `select ${name("pg_class", "c.oid")} as id, jsonb_build_object('kind', relkind, 'owner', ${role("relowner")}, 'persistence', relpersistence,
      'replica identity', relreplident, 'options', (select jsonb_agg(o order by o) from unnest(reloptions) o), 'acl', case when relkind in ('i', 'I', 'c') then null when relkind = 'S' then ${privileges("relacl", "s", "relowner")} else ${privileges("relacl", "r", "relowner")} end,
      'method', (select amname from pg_am where oid = relam), 'tablespace', (select spcname from pg_tablespace where oid = reltablespace),
      'row security', relrowsecurity, 'forced', relforcerowsecurity, 'bound', pg_get_expr(relpartbound, c.oid), 'partitioned by', pg_get_partkeydef(c.oid),
      'of', case when reloftype = 0 then null else ${name("pg_type", "reloftype")} end, 'populated', relispopulated) as facts
      from pg_class c where ${own("pg_class", "c")} and ${inOwnSchema("relnamespace")} ${notOfIdentity}`,
  },
  {
    kind: "column",
    query: `select ${name("pg_class", "c.oid")} || ' ' || quote_ident(attname) as id, jsonb_build_object('type', format_type(atttypid, atttypmod), 'required', attnotnull,
      'value', (select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = attrelid and adnum = attnum), 'identity', attidentity, 'generated', attgenerated,
      'collation', case when attcollation = 0 then null else ${name("pg_collation", "attcollation")} end, 'storage', attstorage, 'compression', attcompression,
      'statistics', case when attstattarget < 0 then null else attstattarget end, 'options', attoptions, 'foreign', attfdwoptions, 'inherited', attinhcount, 'local', attislocal,
      'acl', (select jsonb_agg(x order by x) from (select concat_ws(' ', case grantee when 0 then 'public' else pg_get_userbyid(grantee) end, privilege_type, is_grantable) as x from aclexplode(attacl)) q)) as facts
      from pg_attribute a join pg_class c on c.oid = attrelid where attnum > 0 and not attisdropped and relkind in ('r', 'p', 'v', 'm', 'f', 'c') and ${own("pg_class", "c")} and ${inOwnSchema("relnamespace")}`,
  },
  {
    kind: "inheritance",
    query: `select ${name("pg_class", "inhrelid")} || ' ' || ${name("pg_class", "inhparent")} as id, jsonb_build_object('number', inhseqno) as facts from pg_inherits i join pg_class c on c.oid = inhrelid where ${own("pg_class", "c")}`,
  },
  {
    kind: "constraint",
    query: `select concat_ws(' ', quote_ident(case contype when 'n' then regexp_replace(conname, '_not_null[0-9]+$', '_not_null') else conname end), case when conrelid = 0 then null else ${name("pg_class", "conrelid")} end, case when contypid = 0 then null else ${name("pg_type", "contypid")} end) as id,
      jsonb_build_object('definition', pg_get_constraintdef(k.oid), 'type', contype, 'deferrable', condeferrable, 'deferred', condeferred, 'valid', convalidated, 'enforced', to_jsonb(k) -> 'conenforced',
      'local', conislocal and coninhcount = 0, 'inherited', coninhcount, 'not inherited', connoinherit and coninhcount = 0, 'index', case when conindid = 0 then null else ${name("pg_class", "conindid")} end) as facts
      from pg_constraint k where ${own("pg_constraint", "k")} and ${inOwnSchema("connamespace")} and contype <> 't'`,
  },
  {
    kind: "index",
    query: `select ${name("pg_class", "i.indexrelid")} as id, jsonb_build_object('definition', pg_get_indexdef(i.indexrelid), 'valid', indisvalid, 'primary', indisprimary, 'clustered', indisclustered, 'replica identity', indisreplident, 'immediate', indimmediate,
      'statistics', (select jsonb_agg(a.attstattarget order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attstattarget >= 0)) as facts
      from pg_index i join pg_class c on c.oid = i.indexrelid where ${own("pg_class", "c")} and ${inOwnSchema("c.relnamespace")}`,
  },
  {
    kind: "view",
    query: `select ${name("pg_class", "c.oid")} as id, jsonb_build_object('query', pg_get_viewdef(c.oid), 'columns', (select jsonb_agg(attname order by attnum) from pg_attribute where attrelid = c.oid and attnum > 0)) as facts from pg_class c where relkind in ('v', 'm') and ${own("pg_class", "c")} and ${inOwnSchema("relnamespace")}`,
  },
  {
    kind: "sequence",
    query: `select ${name("pg_class", "c.oid")} as id, jsonb_build_object('type', format_type(seqtypid, null), 'numbers', ${row("s", "seqrelid", "seqtypid")},
      'owner', (select ${name("pg_class", "refobjid")} || ' ' || (select attname from pg_attribute where attrelid = refobjid and attnum = refobjsubid) || ' ' || deptype::text from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and refclassid = 'pg_class'::regclass and refobjsubid > 0 and deptype in ('a', 'i'))) as facts
      from pg_sequence s join pg_class c on c.oid = seqrelid where ${own("pg_class", "c")} ${notOfIdentity}`,
  },
  {
    kind: "trigger",
    query: `select quote_ident(tgname) || ' on ' || ${name("pg_class", "tgrelid")} as id, jsonb_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', tgenabled, 'inherited', tgparentid <> 0) as facts from pg_trigger t where not tgisinternal and ${own("pg_trigger", "t")}`,
  },
  {
    kind: "rule",
    query: `select quote_ident(rulename) || ' on ' || ${name("pg_class", "ev_class")} as id, jsonb_build_object('definition', pg_get_ruledef(r.oid), 'enabled', ev_enabled) as facts from pg_rewrite r where rulename <> '_RETURN' and ${own("pg_rewrite", "r")}`,
  },
  {
    kind: "policy",
    query: `select quote_ident(polname) || ' on ' || ${name("pg_class", "polrelid")} as id, jsonb_build_object('command', polcmd, 'permissive', polpermissive, 'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid),
      'roles', (select jsonb_agg(x order by x) from (select case r when 0 then 'public' else pg_get_userbyid(r)::text end as x from unnest(polroles) r) q)) as facts from pg_policy p where ${own("pg_policy", "p")}`,
  },
  {
    kind: "statistics",
    query: `select ${name("pg_statistic_ext", "s.oid")} as id, jsonb_build_object('definition', pg_get_statisticsobjdef(s.oid), 'owner', ${role("stxowner")}, 'target', case when stxstattarget < 0 then null else stxstattarget end) as facts from pg_statistic_ext s where ${own("pg_statistic_ext", "s")}`,
  },
];

const programs: readonly Part[] = [
  {
    kind: "routine",
    query: `select ${name("pg_proc", "p.oid")} as id, jsonb_build_object('definition', case when prokind = 'a' then null else pg_get_functiondef(p.oid) end, 'kind', prokind, 'result', pg_get_function_result(p.oid), 'arguments', pg_get_function_arguments(p.oid),
      'owner', ${role("proowner")}, 'acl', ${privileges("proacl", "f", "proowner")}, 'parallel', proparallel,
      'aggregate', (select jsonb_build_object('step', aggtransfn::regproc::text, 'final', aggfinalfn::regproc::text, 'combine', aggcombinefn::regproc::text, 'state', format_type(aggtranstype, null), 'start', agginitval, 'kind', aggkind,
        'serial', aggserialfn::regproc::text, 'moving', aggmtransfn::regproc::text, 'sort', aggsortop::regoperator::text, 'space', aggtransspace) from pg_aggregate where aggfnoid = p.oid)) as facts
      from pg_proc p where ${own("pg_proc", "p")} and ${inOwnSchema("pronamespace")} and not exists (select from pg_depend i where i.classid = 'pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')`,
  },
  {
    kind: "type",
    query: `select ${name("pg_type", "t.oid")} as id, jsonb_build_object('kind', typtype, 'owner', ${role("typowner")}, 'acl', ${privileges("typacl", "T", "typowner")}, 'base', case when typbasetype = 0 then null else format_type(typbasetype, typtypmod) end,
      'required', typnotnull, 'default', typdefault, 'collation', case when typcollation = 0 then null else ${name("pg_collation", "typcollation")} end,
      'labels', (select jsonb_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid),
      'attributes', (select jsonb_agg(jsonb_build_array(attname, format_type(atttypid, atttypmod), attcollation::regcollation::text) order by attnum) from pg_attribute where attrelid = t.typrelid and attnum > 0 and not attisdropped),
      'range', (select jsonb_build_object('of', format_type(rngsubtype, null), 'class', ${name("pg_opclass", "rngsubopc")}, 'collation', rngcollation::regcollation::text, 'canonical', rngcanonical::regproc::text, 'difference', rngsubdiff::regproc::text, 'several', rngmultitypid::regtype::text) from pg_range where rngtypid = t.oid)) as facts
      from pg_type t left join pg_class c on c.oid = t.typrelid where ${own("pg_type", "t")} and ${inOwnSchema("typnamespace")} and (typtype in ('e', 'd', 'r', 'm') or typtype = 'c' and c.relkind = 'c')`,
  },
  {
    kind: "extension",
    query: `select extname as id, jsonb_build_object('version', extversion, 'schema', extnamespace::regnamespace::text) as facts from pg_extension`,
  },
  {
    kind: "event trigger",
    query: `select evtname as id, ${row("e", "evtowner", "evtfoid")} || jsonb_build_object('owner', ${role("evtowner")}, 'calls', evtfoid::regprocedure::text) as facts from pg_event_trigger e where ${own("pg_event_trigger", "e")}`,
  },
  {
    kind: "operator",
    query: `select ${name("pg_operator", "o.oid")} as id, jsonb_build_object('owner', ${role("oprowner")}, 'kind', oprkind, 'merges', oprcanmerge, 'hashes', oprcanhash, 'result', format_type(oprresult, null), 'commutator', oprcom::regoperator::text, 'negator', oprnegate::regoperator::text,
      'calls', oprcode::regproc::text, 'restrict', oprrest::regproc::text, 'join', oprjoin::regproc::text) as facts from pg_operator o where ${own("pg_operator", "o")} and oprcode <> 0`,
  },
  {
    kind: "operator family",
    query: `select ${name("pg_opfamily", "f.oid")} as id, jsonb_build_object('owner', ${role("opfowner")},
      'operators', (select jsonb_agg(x order by x) from (select concat_ws(' ', amopstrategy, amopopr::regoperator, amoppurpose) as x from pg_amop where amopfamily = f.oid) q),
      'functions', (select jsonb_agg(x order by x) from (select concat_ws(' ', amprocnum, amproc::regprocedure, amproclefttype::regtype, amprocrighttype::regtype) as x from pg_amproc where amprocfamily = f.oid) q)) as facts from pg_opfamily f where ${own("pg_opfamily", "f")}`,
  },
  {
    kind: "operator class",
    query: `select ${name("pg_opclass", "c.oid")} as id, jsonb_build_object('owner', ${role("opcowner")}, 'family', ${name("pg_opfamily", "opcfamily")}, 'type', opcintype::regtype::text, 'default', opcdefault, 'kept as', opckeytype::regtype::text) as facts from pg_opclass c where ${own("pg_opclass", "c")}`,
  },
  {
    kind: "cast",
    query: `select castsource::regtype || ' as ' || casttarget::regtype as id, jsonb_build_object('calls', castfunc::regprocedure::text, 'context', castcontext, 'method', castmethod) as facts from pg_cast c where ${own("pg_cast", "c")}`,
  },
  {
    kind: "collation",
    query: `select ${name("pg_collation", "c.oid")} as id, ${row("c", "collnamespace", "collowner", "collversion")} || jsonb_build_object('owner', ${role("collowner")}) as facts from pg_collation c where ${own("pg_collation", "c")}`,
  },
  {
    kind: "conversion",
    query: `select ${name("pg_conversion", "c.oid")} as id, jsonb_build_object('owner', ${role("conowner")}, 'from', conforencoding, 'to', contoencoding, 'calls', conproc::regproc::text, 'default', condefault) as facts from pg_conversion c where ${own("pg_conversion", "c")}`,
  },
  {
    kind: "language",
    query: `select lanname as id, jsonb_build_object('owner', ${role("lanowner")}, 'trusted', lanpltrusted, 'calls', lanplcallfoid::regproc::text, 'inline', laninline::regproc::text, 'validator', lanvalidator::regproc::text, 'acl', ${privileges("lanacl", "l", "lanowner")}) as facts from pg_language l where ${own("pg_language", "l")}`,
  },
  {
    kind: "transform",
    query: `select trftype::regtype || ' ' || (select lanname from pg_language where oid = trflang) as id, jsonb_build_object('from', trffromsql::regprocedure::text, 'to', trftosql::regprocedure::text) as facts from pg_transform t where ${own("pg_transform", "t")}`,
  },
  {
    kind: "access method",
    query: `select amname as id, jsonb_build_object('calls', amhandler::regproc::text, 'type', amtype) as facts from pg_am a where ${own("pg_am", "a")}`,
  },
];

const surroundings: readonly Part[] = [
  ...(["dict", "config", "parser", "template"] as const).map((each) => ({
    kind: `text search ${each}`,
    query: `select ${name(`pg_ts_${each}`, "x.oid")} as id, ${row("x", "dictnamespace", "dictowner", "dicttemplate", "cfgnamespace", "cfgowner", "cfgparser", "prsnamespace", "tmplnamespace")} ${
      each === "dict"
        ? `|| jsonb_build_object('owner', ${role("dictowner")}, 'template', ${name("pg_ts_template", "dicttemplate")})`
        : each === "config"
          ? `|| jsonb_build_object('owner', ${role("cfgowner")}, 'parser', ${name("pg_ts_parser", "cfgparser")}, 'map', (select jsonb_agg(jsonb_build_array(maptokentype, mapseqno, ${name("pg_ts_dict", "mapdict")}) order by maptokentype, mapseqno) from pg_ts_config_map where mapcfg = x.oid))`
          : ""
    } as facts from pg_ts_${each} x where ${own(`pg_ts_${each}`, "x")}`,
  })),
  {
    kind: "foreign wrapper",
    query: `select fdwname as id, jsonb_build_object('owner', ${role("fdwowner")}, 'handler', fdwhandler::regproc::text, 'validator', fdwvalidator::regproc::text, 'options', fdwoptions, 'acl', ${privileges("fdwacl", "F", "fdwowner")}) as facts from pg_foreign_data_wrapper w where ${own("pg_foreign_data_wrapper", "w")}`,
  },
  {
    kind: "foreign server",
    query: `select srvname as id, jsonb_build_object('owner', ${role("srvowner")}, 'wrapper', (select fdwname from pg_foreign_data_wrapper where oid = srvfdw), 'type', srvtype, 'version', srvversion, 'options', srvoptions, 'acl', ${privileges("srvacl", "S", "srvowner")}) as facts from pg_foreign_server s where ${own("pg_foreign_server", "s")}`,
  },
  {
    kind: "user mapping",
    query: `select srvname || ' ' || usename as id, jsonb_build_object('options', (select jsonb_agg(o order by o) from unnest(umoptions) o where o not like 'password=%')) as facts from pg_user_mappings`,
  },
  {
    kind: "foreign table",
    query: `select ${name("pg_class", "ftrelid")} as id, jsonb_build_object('server', (select srvname from pg_foreign_server where oid = ftserver), 'options', ftoptions) as facts from pg_foreign_table`,
  },
  {
    kind: "publication",
    query: `select pubname as id, ${row("p", "pubowner")} || jsonb_build_object('owner', ${role("pubowner")},
      'tables', (select jsonb_agg(x order by x) from (select concat_ws(' ', ${name("pg_class", "prrelid")}, (select to_jsonb(v) ->> 'rowfilter' from pg_publication_tables v where v.pubname = p.pubname and format('%I.%I', v.schemaname, v.tablename)::regclass = prrelid), (select string_agg(attname, ',' order by attname) from pg_attribute where attrelid = prrelid and attnum::text = any (string_to_array(to_jsonb(r) ->> 'prattrs', ' ')))) as x from pg_publication_rel r where prpubid = p.oid) q)) as facts from pg_publication p where ${own("pg_publication", "p")}`,
  },
  {
    kind: "subscription",
    query: `select subname as id, jsonb_build_object('owner', ${role("subowner")}, 'enabled', subenabled, 'publications', (select jsonb_agg(one order by one) from unnest(subpublications) one), 'slot', subslotname, 'commit', subsynccommit) as facts from pg_subscription where subdbid = (select oid from pg_database where datname = current_database())`,
  },
  {
    kind: "default privileges",
    query: `select concat_ws(' ', ${role("defaclrole")}, case when defaclnamespace = 0 then null else defaclnamespace::regnamespace::text end, defaclobjtype) as id,
      (select jsonb_agg(x order by x) from (select concat_ws(' ', case grantee when 0 then 'public' else pg_get_userbyid(grantee) end, privilege_type, is_grantable) as x from aclexplode(defaclacl)) q) as facts from pg_default_acl`,
  },
  {
    kind: "comment",
    query: `select o.type || ' ' || o.identity as id, to_jsonb(description) as facts from pg_description d cross join lateral pg_identify_object(classoid, objoid, objsubid) o
      where objoid >= 16384 and o.identity is not null and not exists (select from pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`,
  },
  {
    kind: "security label",
    query: `select o.type || ' ' || o.identity || ' ' || provider as id, to_jsonb(label) as facts from pg_seclabel cross join lateral pg_identify_object(classoid, objoid, objsubid) o`,
  },
];

const whole = [...relations, ...programs, ...surroundings]
  .map(({ kind, query }) => `select '${kind}' as kind, id::text, coalesce(facts, 'null')::text as facts from (${query}) "${kind}"`)
  .join("\nunion all ");

/** Every object of the database, one text each. The order of a table's columns is not part of it. */
export async function dumpCatalogue(query: Query): Promise<ReadonlyMap<string, string>> {
  await query("select set_config('search_path', '', false), set_config('jit', 'off', false)");
  try {
    const { rows } = await query<{ readonly kind: string; readonly id: string; readonly facts: string }>(whole);
    // What was kept of dropped things is no part of the schema.
    const own = rows.filter(({ id }) => !/\bdblead_kept\b/.test(id));
    return new Map(own.map(({ kind, id, facts }) => [`${kind} ${id}`, facts]));
  } finally {
    await query("select set_config('search_path', 'public', false)");
  }
}

/** What differs between two dumps, in words. */
export function compareDumps(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): readonly string[] {
  const ids = [...new Set([...wanted.keys(), ...found.keys()])].toSorted();
  return ids.flatMap((id) => {
    const [want, have] = [wanted.get(id), found.get(id)];
    if (want === have) return [];
    if (want === undefined) return [`the catalogue has ${id} too many: ${have}`];
    return [have === undefined ? `the catalogue lacks ${id}: ${want}` : `the catalogue has ${id} as ${have} instead of ${want}`];
  });
}
