import { arch, cpus, hostname, totalmem } from "node:os";
import { join } from "node:path";
import type { Connection } from "../engines/connection.ts";
import type { Engine } from "../engines/engine.ts";
import type { Rates } from "../engines/estimate.ts";
import { fingerprintOf } from "../model/fingerprint.ts";
import { readTextIfPresent, writeWhole } from "../project/files.ts";

/** A machine is not made faster by the week. */
const keptForMs = 30 * 24 * 3_600_000;

interface Kept {
  readonly measuredAt: number;
  readonly rates: Rates;
}

/** How fast this server does its work on this machine: measured once, then looked up. Of the machine nothing but a hash is kept. */
export async function keptRates(engine: Engine, connection: Connection, cacheFolder: string): Promise<Rates | null> {
  const { flavour, version, kind } = connection.server;
  const machine = [hostname(), arch(), cpus().length, cpus()[0]?.model ?? "", totalmem()];
  const place = join(cacheFolder, "rates", `${fingerprintOf(["rates", ...machine, flavour, version, kind])}.json`);
  const known = readKept(await readTextIfPresent(place));
  if (known !== null) return known;
  const rates = (await engine.measureRates?.(connection)) ?? null;
  if (rates !== null) await writeWhole(place, JSON.stringify({ measuredAt: Date.now(), rates } satisfies Kept));
  return rates;
}

/** Null for what is old, cut short, or not what it should be. */
function readKept(text: string | null): Rates | null {
  if (text === null) return null;
  try {
    const { measuredAt, rates } = JSON.parse(text) as Kept;
    const isWhole = [rates.scan, rates.rewrite, rates.build].every(([slow, fast]) => slow > 0 && fast >= slow);
    return isWhole && Date.now() - measuredAt < keptForMs ? rates : null;
  } catch {
    return null;
  }
}
