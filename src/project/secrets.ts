import { isAbsolute, join } from "node:path";
import { LeadError } from "../model/error.ts";

/** `$NAME` or `file:path`: the two ways in which configuration may say where a database is. */
export const referencePattern = /^(?:\$[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a reference stands for: the value of the variable `$NAME`, or the path of a database file (`file:data/app.db`, relative to `root`).
 * Throws `configuration-invalid` naming the variable, never a value.
 */
export function resolveReference(reference: string, env: Environment, root: string): string {
  if (!referencePattern.test(reference)) {
    throw new LeadError("configuration-invalid", "An address is given as $NAME (an environment variable) or file:path, never as a value.", {
      hint: 'Put the address into an environment variable and name it: url = "$SHOP_URL".',
    });
  }
  if (reference.startsWith("file:")) {
    const path = reference.slice("file:".length).replace(/^\/\/(?=\/)/, "");
    return isAbsolute(path) ? path : join(root, path);
  }
  const name = reference.slice(1);
  const value = env[name];
  if (value === undefined || value === "") {
    throw new LeadError("configuration-invalid", `The environment variable ${name} is not set.`, {
      hint: `Set it, for this command only: ${name}=… dblead …`,
    });
  }
  return value;
}

/** Whether a text carries a password: `scheme://user:password@…` or `password=…`. */
export function holdsPassword(text: string): boolean {
  return /[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s@]+@/i.test(text) || /\b(?:password|passwd|pwd)\s*=\s*[^\s$]/i.test(text);
}
