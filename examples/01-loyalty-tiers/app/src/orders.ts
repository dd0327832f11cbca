import { pool, prisma } from "./database.ts";

export interface NewOrder {
  readonly customerId: string;
  readonly addressId: string;
  readonly totalCents: number;
}

export async function placeOrder(order: NewOrder): Promise<string | undefined> {
  const result = await pool.query<{ id: string }>(
    `insert into orders (customer_id, shipping_address_id, total_cents)
     values ($1, $2, $3)
     returning id`,
    [order.customerId, order.addressId, order.totalCents],
  );
  return result.rows[0]?.id;
}

/** The page "my orders": the latest twenty of one customer. */
export async function latestOrders(customerId: string): Promise<readonly unknown[]> {
  const result = await pool.query(
    `select id, status, total_cents, placed_at
       from orders
      where customer_id = $1
      order by placed_at desc
      limit 20`,
    [customerId],
  );
  return result.rows;
}

export async function markPaid(orderId: string): Promise<void> {
  await pool.query("update orders set status = 'paid' where id = $1 and status = 'pending'", [orderId]);
}

export async function orderWithLines(orderId: bigint) {
  return prisma.order.findUnique({ where: { id: orderId }, include: { lines: true, shipments: true } });
}
