import { createHash } from "node:crypto";
import { hostname } from "node:os";
import type { ClientConfig } from "pg";
import { openTarget } from "../connection/target.ts";
import type { PgSession } from "../connection/pg-session.ts";
import { readRows } from "../connection/session.ts";
import { type DatabaseServer, listExtensions, listSuperusers, makeRole, makeWord } from "./native-server.ts";
import { isAlive } from "./private-folder.ts";

/** A server that runs already: private databases are made on it and dropped again, by an ordinary role of their own where the URL's role may make one. */
export async function useServer(url: string): Promise<DatabaseServer> {
  const admin = await openTarget({ url, target: "[shadow.postgresql] url" });
  const facts = (
    await readRows(
      admin,
      "select current_user as role, rolsuper as is_super, pg_catalog.current_setting('server_version') as version from pg_catalog.pg_roles where rolname = current_user",
    )
  )[0];
  const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 6);
  const prefix = `dblead_${machine}_${process.pid}`;
  await dropLeftovers(admin, `dblead_${machine}_`);
  const isSuper = facts?.["is_super"] === true;
  const password = `${makeWord()}${makeWord()}`;
  const role = isSuper ? `${prefix}_${makeWord()}` : String(facts?.["role"]);
  const version = /^[\d.]+/.exec(String(facts?.["version"]))?.[0] ?? "";
  if (isSuper) await makeRole(admin, version, role, password);
  return {
    kind: "foreign",
    flavour: "PostgreSQL",
    version,
    admin,
    role,
    canElevate: isSuper ? "yes" : "no",
    prefix,
    extensions: await listExtensions(admin),
    superusers: await listSuperusers(admin),
    connectTo: (database) => {
      const target = new URL(url);
      target.pathname = `/${database}`;
      if (isSuper) {
        target.username = role;
        target.password = password;
      }
      const config: ClientConfig = { connectionString: target.href };
      return config;
    },
    [Symbol.asyncDispose]: async () => {
      if (isSuper) await dropRole(admin, role);
      await admin.close();
    },
  };
}

/** Databases and roles of processes of this machine that were killed. */
async function dropLeftovers(admin: PgSession, prefix: string): Promise<void> {
  const owner = (name: string): number => Number(/^dblead_[0-9a-f]{6}_(\d+)_/.exec(name)?.[1] ?? process.pid);
  const databases = await readRows(
    admin,
    `select datname as name from pg_catalog.pg_database where datname like '${prefix.replaceAll("_", "\\_")}%'`,
  );
  for (const row of databases)
    if (!isAlive(owner(String(row["name"])))) await admin.run(`drop database if exists "${String(row["name"])}"`).catch(() => undefined);
  const roles = await readRows(
    admin,
    `select rolname as name from pg_catalog.pg_roles where rolname like '${prefix.replaceAll("_", "\\_")}%'`,
  );
  for (const row of roles) if (!isAlive(owner(String(row["name"])))) await dropRole(admin, String(row["name"]));
}

/** What it was granted on the server goes first. */
async function dropRole(admin: PgSession, role: string): Promise<void> {
  await admin.run(`drop owned by "${role}"; drop role "${role}"`).catch(() => undefined);
}
