import { planPostgresql } from "../../src/engines/postgresql/plan.ts";
import { introspectOn, provePlan } from "./postgresql-proof.ts";
import type { TestServer } from "./postgresql-server.ts";
import { sqlOfWorld, type World } from "./postgresql-worlds.ts";

/** Plans from what the world was to what is wanted of it, carries that out and takes it back; what is wrong, in words. */
export async function proveWorld(server: TestServer, one: World): Promise<readonly string[]> {
  const { base, rows, change, renames: wished } = sqlOfWorld(one);
  const build = async (): Promise<void> => {
    await server.exec(base);
    await server.exec(rows);
  };
  await server.reset();
  await build();
  const from = await introspectOn(server);
  await server.exec(change);
  const to = await introspectOn(server);
  const present = new Set(to.objects.map((object) => object.id));
  const request = {
    version: String(server.major),
    variant: null,
    strategy: one.strategy,
    renames: Object.fromEntries(Object.entries(wished).filter(([, after]) => present.has(after))),
    rules: [],
    allow: [],
    format: null,
    sizes: {},
    origins: {},
    label: "req_0001",
  };
  const plan = await planPostgresql({ ...request, from, to });
  return provePlan(server, { from, to, plan, request, build });
}
