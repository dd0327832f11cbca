import { pool, prisma } from "./database.ts";

/** Who spent most since a day, for the monthly letter of thanks. */
export async function bestCustomers(since: string, count: number): Promise<readonly unknown[]> {
  const result = await pool.query(
    `select c.id, c.full_name, sum(o.total_cents) as spent_cents
       from customers c
       join orders o on o.customer_id = c.id
      where o.placed_at >= $1::timestamptz
        and o.status <> 'cancelled'
      group by c.id, c.full_name
      order by spent_cents desc, c.id
      limit $2`,
    [since, count],
  );
  return result.rows;
}

export async function revenueByDay(since: string): Promise<readonly unknown[]> {
  const result = await pool.query(
    `select date_trunc('day', placed_at) as day, count(*) as orders, sum(total_cents) as cents
       from orders
      where placed_at >= $1::timestamptz
      group by 1
      order by 1`,
    [since],
  );
  return result.rows;
}

export async function ratings(): Promise<readonly unknown[]> {
  const result = await pool.query("select product_id, name, average_rating from product_ratings where reviews >= $1", [5]);
  return result.rows;
}

export async function namesOf(ids: readonly bigint[]): Promise<readonly string[]> {
  const found = await prisma.customer.findMany({ where: { id: { in: [...ids] } }, select: { fullName: true } });
  return found.map((customer) => customer.fullName);
}
