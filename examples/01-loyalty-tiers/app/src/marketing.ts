import { pool, prisma } from "./database.ts";

export interface Recipient {
  readonly full_name: string;
  readonly mail: string;
}

/** Everybody who asked for the newsletter, in pages of a thousand. */
export async function newsletterPage(afterId: string): Promise<readonly Recipient[]> {
  const result = await pool.query<Recipient>(
    `select id, full_name, mail
       from customers
      where marketing_opt_in
        and id > $1
      order by id
      limit 1000`,
    [afterId],
  );
  return result.rows;
}

/** What the support desk sees when somebody calls. */
export async function contact(mail: string): Promise<unknown> {
  const result = await pool.query("select id, mail, phone, city, country from customer_contacts where mail = $1", [mail]);
  return result.rows[0];
}

export async function unsubscribe(mail: string): Promise<void> {
  await prisma.customer.update({ where: { mail }, data: { marketingOptIn: false } });
}
