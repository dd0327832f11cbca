import { isOwnObject, isUserSchema } from "./reader.ts";

/** Everything that exists but is no object kind of ours, as `kind name`. */
export const unmodelledQuery = `
  select case c.relkind
           when 'p' then 'partitioned table'
           when 'f' then 'foreign table'
           when 'c' then 'composite type'
           else case when c.relispartition then 'partition' when c.reloftype <> 0 then 'typed table' else 'inherited table' end
         end || ' ' || format('%I.%I', n.nspname, c.relname) as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where (c.relkind in ('p', 'f', 'c')
          or (c.relkind = 'r' and (c.reloftype <> 0 or exists (select from pg_inherits h where h.inhrelid = c.oid))))
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
  union all
  select case t.typtype when 'r' then 'range' else 'type' end || ' ' || format('%I.%I', n.nspname, t.typname)
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
   where (t.typtype = 'r' or (t.typtype = 'b' and t.typelem = 0))
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_type", "t")}
  union all
  select 'aggregate ' || format('%I.%I', n.nspname, p.proname)
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
   where p.prokind = 'a'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_proc", "p")}
  union all
  select 'rule ' || format('%I on %I.%I', r.rulename, n.nspname, c.relname)
    from pg_rewrite r
    join pg_class c     on c.oid = r.ev_class
    join pg_namespace n on n.oid = c.relnamespace
   where r.rulename <> '_RETURN'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
  union all
  select 'statistics ' || format('%I.%I', n.nspname, s.stxname)
    from pg_statistic_ext s
    join pg_namespace n on n.oid = s.stxnamespace
  union all
  select 'collation ' || format('%I.%I', n.nspname, l.collname)
    from pg_collation l
    join pg_namespace n on n.oid = l.collnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_collation", "l")}
  union all
  select 'operator ' || format('%I.%s', n.nspname, o.oprname)
    from pg_operator o
    join pg_namespace n on n.oid = o.oprnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_operator", "o")}
  union all
  select 'operator class ' || format('%I.%I', n.nspname, o.opcname)
    from pg_opclass o
    join pg_namespace n on n.oid = o.opcnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_opclass", "o")}
  union all
  select 'text search configuration ' || format('%I.%I', n.nspname, f.cfgname)
    from pg_ts_config f
    join pg_namespace n on n.oid = f.cfgnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_ts_config", "f")}
  union all
  select 'text search dictionary ' || format('%I.%I', n.nspname, d.dictname)
    from pg_ts_dict d
    join pg_namespace n on n.oid = d.dictnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_ts_dict", "d")}
  union all
  select 'cast ' || format_type(k.castsource, null) || ' as ' || format_type(k.casttarget, null)
    from pg_cast k
   where k.oid >= 16384
     and not exists (select from pg_depend d where d.classid = 'pg_cast'::regclass and d.objid = k.oid and d.deptype in ('e', 'i'))
  union all
  select 'event trigger ' || quote_ident(v.evtname) from pg_event_trigger v where ${isOwnObject("pg_event_trigger", "v")}
  union all
  select 'publication ' || quote_ident(b.pubname) from pg_publication b
  union all
  select 'foreign server ' || quote_ident(z.srvname) from pg_foreign_server z where ${isOwnObject("pg_foreign_server", "z")}
  union all
  select 'foreign data wrapper ' || quote_ident(w.fdwname) from pg_foreign_data_wrapper w where ${isOwnObject("pg_foreign_data_wrapper", "w")}
  union all
  select 'language ' || quote_ident(g.lanname) from pg_language g where g.oid >= 16384 and ${isOwnObject("pg_language", "g")}
  union all
  select 'default privileges of ' || quote_ident(pg_get_userbyid(x.defaclrole)) || coalesce(' in ' || quote_ident(n.nspname), '')
    from pg_default_acl x
    left join pg_namespace n on n.oid = x.defaclnamespace
  union all
  select 'replica identity of table ' || format('%I.%I', n.nspname, c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and c.relreplident <> 'd'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
  union all
  select 'storage of column ' || format('%I.%I.%I', n.nspname, c.relname, a.attname)
    from pg_attribute a
    join pg_class c     on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_type t      on t.oid = a.atttypid
   where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
     and (a.attstorage <> t.typstorage or a.attcompression <> '' or a.attoptions is not null or coalesce(a.attstattarget, -1) >= 0)
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}`;
