// Prisma's schema engine as its package brings it (WebAssembly), on a driver adapter: what `prisma migrate deploy` and `prisma db push` run.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `datamodels`: pairs of a file's name and its text. */
export async function openPrismaEngine(packages, url, datamodels) {
  // The engine tells what went wrong in it here.
  global.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  const require = createRequire(join(packages, "package.json"));
  const home = join(packages, "node_modules/@prisma/schema-engine-wasm");
  const bindings = await import(pathToFileURL(join(home, "schema_engine_bg.js")).href);
  const { instance } = await WebAssembly.instantiate(await readFile(join(home, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const { PrismaPg } = await import(pathToFileURL(require.resolve("@prisma/adapter-pg")).href);
  const { bindMigrationAwareSqlAdapterFactory } = await import(pathToFileURL(require.resolve("@prisma/driver-adapter-utils")).href);
  const pg = await import(pathToFileURL(require.resolve("pg")).href);
  // Prisma's own program sends a file as one string; this adapter cuts it at every semicolon, also inside texts.
  class WholeScripts extends PrismaPg {
    async connect() {
      const adapter = await super.connect();
      adapter.executeScript = async (script) => {
        const client = new pg.default.Client({ connectionString: url });
        await client.connect();
        await client.query(script).finally(() => client.end());
      };
      return adapter;
    }
  }
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts({ connectionString: url }));
  return await bindings.SchemaEngine.new({ datamodels }, () => undefined, factory);
}
