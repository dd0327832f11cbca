import { db } from "./database.js";

/** The page "my orders": newest first, those that are open. */
export function openOrders(customerId) {
  return db
    .collection("orders")
    .find({ customerId, status: { $in: ["placed", "paid", "sent"] } })
    .sort({ placedAt: -1 })
    .limit(20)
    .toArray();
}

export async function markSent(orderId, trackingCode) {
  await db.collection("orders").updateOne({ _id: orderId }, { $set: { status: "sent" } });
  await db.collection("shipments").insertOne({ orderId, carrier: "north", trackingCode, events: [{ at: new Date(), what: "collected" }] });
}

export function revenueByMonth() {
  return db
    .collection("orders")
    .aggregate([
      { $match: { status: { $nin: ["returned", "cancelled"] } } },
      { $group: { _id: { $dateToString: { date: "$placedAt", format: "%Y-%m" } }, cents: { $sum: "$totalCents" } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
}
