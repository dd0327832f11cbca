import { createHash } from "node:crypto";

/** PostgreSQL cuts identifiers at 63 bytes; a longer name keeps its head and a hash of the whole. */
export function fitName(name: string): string {
  if (Buffer.byteLength(name) <= 63) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  let head = name;
  while (Buffer.byteLength(head) > 54) head = head.slice(0, -1);
  return `${head}_${hash}`;
}
