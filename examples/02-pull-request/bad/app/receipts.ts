import type { Client } from "pg";

/** Whom a receipt goes to. */
export async function addressOf(db: Client, userId: number): Promise<string | undefined> {
  const { rows } = await db.query("SELECT email FROM users WHERE id = $1", [userId]);
  return rows[0]?.email;
}
