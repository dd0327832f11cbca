import type { Client } from "pg";

export async function register(db: Client, mail: string, phone: string | null): Promise<number> {
  const { rows } = await db.query("INSERT INTO users (mail, phone) VALUES ($1, $2) RETURNING id", [mail, phone]);
  return Number(rows[0].id);
}
