import type { Client } from "pg";

export async function register(db: Client, mail: string, phone: string | null): Promise<number> {
  const { rows } = await db.query("INSERT INTO users (email, phone) VALUES ($1, $2) RETURNING id", [mail, phone]);
  return Number(rows[0].id);
}
