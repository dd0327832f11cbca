import { pool } from "./database.ts";

export interface Receipt {
  readonly orderId: string;
  readonly mail: string;
  readonly totalCents: number;
  readonly currency: string;
}

/** The address and the total that a receipt needs; undefined if there is no such order. */
export async function findReceipt(orderId: string): Promise<Receipt | undefined> {
  const result = await pool.query<Receipt>(
    `select o.id as "orderId", c.mail, o.total_cents as "totalCents", o.currency
       from orders o
       join customers c on c.id = o.customer_id
      where o.id = $1`,
    [orderId],
  );
  return result.rows[0];
}

/** Addresses whose receipt of that day is still to be sent. */
export async function receiptsOfTheDay(day: string): Promise<readonly string[]> {
  const result = await pool.query<{ mail: string }>(
    `select distinct c.mail
       from customers c
       join orders o on o.customer_id = c.id
       join payments p on p.order_id = o.id
      where p.paid_at >= $1::date
        and p.paid_at < $1::date + 1
      order by c.mail`,
    [day],
  );
  return result.rows.map((row) => row.mail);
}
