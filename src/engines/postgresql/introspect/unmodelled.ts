import { isSecretSql } from "../objects/server-options.ts";
import { isOwnObject, isUserSchema } from "./reader.ts";

/** Names of the secret options in `options` (`text[]`), joined. */
const secretsIn = (options: string): string =>
  `(select string_agg(split_part(o, '=', 1), ', ' order by o) from unnest(${options}) o where ${isSecretSql("o")})`;

/**
 * Everything that exists but is part of no definition of ours, as `kind name`: objects without a kind, and secrets, which are named and never read.
 * Roles, tablespaces and settings of the server belong to the whole cluster and are no part of a database.
 */
export const unmodelledQuery = `
  select 'child of a foreign table ' || format('%I.%I', n.nspname, c.relname) as name
    from pg_inherits h
    join pg_class p     on p.oid = h.inhparent
    join pg_class c     on c.oid = h.inhrelid
    join pg_namespace n on n.oid = c.relnamespace
   where p.relkind = 'f'
     and ${isUserSchema("n")}
  union all
  select 'settings of column ' || format('%I.%I.%I', n.nspname, c.relname, a.attname)
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
    join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'f' and a.attnum > 0 and not a.attisdropped
     and (a.attoptions is not null or coalesce(a.attstattarget, -1) >= 0 or (a.attfdwoptions is not null and a.attinhcount > 0))
     and ${isUserSchema("n")}
  union all
  select 'operator without a function ' || format('%I.%s', n.nspname, o.oprname)
    from pg_operator o
    join pg_namespace n on n.oid = o.oprnamespace
   where o.oprcode = 0 and o.oid >= 16384
     and ${isUserSchema("n")}
  union all
  select 'access method ' || quote_ident(m.amname) from pg_am m where m.oid >= 16384 and ${isOwnObject("pg_am", "m")}
  union all
  select 'privileges on language ' || quote_ident(g.lanname) from pg_language g where g.oid < 16384 and g.lanacl is not null
  union all
  select count(*) || ' large objects' from pg_largeobject_metadata having count(*) > 0
  union all
  select 'setting ' || split_part(e, '=', 1) || case when r.rolname is null then ' of the database' else ' of role ' || quote_ident(r.rolname) || ' in the database' end
    from pg_db_role_setting x
    join pg_database d   on d.oid = x.setdatabase
    left join pg_roles r on r.oid = x.setrole
    cross join lateral unnest(x.setconfig) e
   where d.datname = current_database()
  union all
  select 'connection and state of subscription ' || quote_ident(s.subname)
    from pg_subscription s
    join pg_database d on d.oid = s.subdbid
   where d.datname = current_database()
  union all
  select secrets || ' ' || of
    from (select 'of user mapping for ' || case when m.umuser = 0 then 'PUBLIC' else quote_ident(m.usename) end || ' on server ' || quote_ident(m.srvname) as of,
                 ${secretsIn("m.umoptions")} as secrets
            from pg_user_mappings m
          union all
          select 'of foreign server ' || quote_ident(s.srvname), ${secretsIn("s.srvoptions")} from pg_foreign_server s
          union all
          select 'of foreign data wrapper ' || quote_ident(w.fdwname), ${secretsIn("w.fdwoptions")} from pg_foreign_data_wrapper w
          union all
          select 'of foreign table ' || f.ftrelid::regclass::text, ${secretsIn("f.ftoptions")} from pg_foreign_table f) hidden
   where secrets is not null`;
