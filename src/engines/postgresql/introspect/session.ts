import { type RunQuery, readRows } from "./rows.ts";

/** Settings that change how the server prints definitions, with what makes the printed text independent of them. */
const printing: Readonly<Record<string, string>> = {
  search_path: "",
  datestyle: "ISO, MDY",
  intervalstyle: "postgres",
  timezone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  quote_all_identifiers: "off",
  // Not printing, but compiling these queries, starting helpers for them or sorting on disk takes longer than running them.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  work_mem: "64MB",
};

const readSettings = `
  select ${Object.keys(printing)
    .map((name) => `current_setting('${name}') as ${name}`)
    .join(", ")}`;

/** Runs `work` with the printing settings fixed, and leaves the session as it was. */
export async function withFixedPrinting<T>(run: RunQuery, work: () => Promise<T>): Promise<T> {
  const [before = {}] = await readRows<Readonly<Record<string, string>>>(run, readSettings);
  await run(setAll(printing));
  try {
    return await work();
  } finally {
    await run(setAll(before));
  }
}

function setAll(values: Readonly<Record<string, string>>): string {
  return `select ${Object.entries(values)
    .map(([name, value]) => `set_config('${name}', '${value.replaceAll("'", "''")}', false)`)
    .join(", ")}`;
}
