import { pool, prisma } from "./database.ts";

/** Creates the account and returns its id. Fails with a unique violation if the address is taken. */
export async function signUp(fullName: string, mail: string): Promise<string> {
  const result = await pool.query<{ id: string }>("insert into customers (full_name, mail) values ($1, $2) returning id", [fullName, mail]);
  const row = result.rows[0];
  if (row === undefined) throw new Error("the insert returned no row");
  return row.id;
}

export async function isTaken(mail: string): Promise<boolean> {
  const found = await prisma.customer.findMany({ where: { mail }, select: { id: true } });
  return found.length > 0;
}

export async function changeMail(customerId: string, mail: string): Promise<void> {
  await pool.query("update customers set mail = $2 where id = $1", [customerId, mail]);
}
