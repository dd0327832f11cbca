import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Limits {
  readonly memoryBytes: number;
  readonly diskBytes: number;
}
export const defaultLimits: Limits = { memoryBytes: 4 * 2 ** 30, diskBytes: 4 * 2 ** 30 };

/** Memory that a process and all that came from it hold; null: the system does not tell (it is no Linux). */
export function measureMemory(root: number): number | null {
  if (process.platform !== "linux") return null;
  const children = new Map<number, number[]>();
  const pages = new Map<number, number>();
  const groups = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    // pid (command) state ppid pgrp session …; the 24th field is the resident set in pages.
    const fields = readStat(pid);
    const parent = Number(fields[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    groups.set(pid, Number(fields[2]));
    pages.set(pid, Number(fields[21]) || 0);
  }
  const seen = new Set<number>();
  const open = [root, ...[...groups].flatMap(([pid, group]) => (group === root ? [pid] : []))];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    if (seen.has(pid)) continue;
    seen.add(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return [...seen].reduce((sum, pid) => sum + (pages.get(pid) ?? 0) * 4096, 0);
}

function readStat(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** Bytes in a folder, links not followed; counting ends above `enough`. */
export function measureFolder(folder: string, enough: number): number {
  let sum = 0;
  const open = [folder];
  for (let path = open.pop(); path !== undefined && sum <= enough; path = open.pop()) {
    try {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const inner = join(path, entry.name);
        if (entry.isDirectory()) open.push(inner);
        else if (entry.isFile()) sum += lstatSync(inner).size;
      }
    } catch {
      // It went away meanwhile.
    }
  }
  return sum;
}
