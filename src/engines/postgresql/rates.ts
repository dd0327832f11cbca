import type { Connection } from "../connection.ts";
import type { Range, Rates, Work } from "../estimate.ts";

/** Rows of the table that is worked on: about 5 MB, so that all of it takes a second or so. */
const rows = 40_000;
/** The first run warms what later ones find warm. */
const runs = 3;
/** On a slow machine fewer runs have to do. */
const budgetMs = 1500;

const make = `create table dblead_rates as
select n as id, n::bigint * 7919 % 100003 as place, md5(n::text) as code, now() as at, repeat('x', (n % 60)::int) as note
from generate_series(1, ${rows}) as n`;

const works: readonly { readonly work: Work; readonly text: (run: number) => string }[] = [
  { work: "scan", text: () => "do $$ begin perform count(*) from public.dblead_rates where code is null or place < 0; end $$" },
  // From one width to another and back: the server has no short cut for either.
  { work: "rewrite", text: (run) => `alter table public.dblead_rates alter column id type ${run % 2 === 0 ? "bigint" : "integer"}` },
  { work: "build", text: (run) => `create index dblead_rates_${run} on public.dblead_rates (code)` },
];

/**
 * How fast this server scans, rewrites and indexes, in MB of the table a second, slowest and fastest run: measured on a table of synthetic rows that is left
 * behind, so on a copy that is thrown away. Null: it cannot be measured there. Cost: about a second.
 */
export async function measureRates(connection: Connection): Promise<Rates | null> {
  const started = performance.now();
  const run = async (text: string): Promise<number | null> => {
    const before = performance.now();
    const { error } = await connection.execute({ file: "rates", line: 1, text, transaction: "own" }, "untraced");
    return error === null ? performance.now() - before : null;
  };
  if ((await run(make)) === null) return null;
  const [size] = await connection.query("select pg_table_size('public.dblead_rates') as bytes");
  const megabytes = Number(size?.["bytes"]) / 1_000_000;
  if (!(megabytes > 0)) return null;
  const measured: Partial<Record<Work, Range>> = {};
  for (const { work, text } of works) {
    const rates: number[] = [];
    for (let count = 0; count < runs && (count === 0 || performance.now() - started < budgetMs); count += 1) {
      const tookMs = await run(text(count));
      if (tookMs === null) return null;
      rates.push(megabytes / (Math.max(tookMs, 0.05) / 1000));
    }
    measured[work] = [Math.min(...rates), Math.max(...rates)];
  }
  const { scan, rewrite, build } = measured;
  return scan === undefined || rewrite === undefined || build === undefined ? null : { scan, rewrite, build };
}
