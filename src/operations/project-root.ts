import { access } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Whether a dblead.toml stands in the folder or above; told without reading it. */
export async function hasConfiguration(folder: string): Promise<boolean> {
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      await access(join(place, "dblead.toml"));
      return true;
    } catch {
      if (dirname(place) === place) return false;
    }
  }
}
