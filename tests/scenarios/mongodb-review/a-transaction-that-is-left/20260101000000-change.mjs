export const up = async (db, client) => {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await db.collection("totals").insertOne({ _id: "paid", n: 1 }, { session });
        await db.collection("totals").updateOne({ _id: "new" }, { $set: { n: 2 } });
      }),
    );
};

export const down = async (db, client) => {
    await db.collection("totals").deleteOne({ _id: "paid" });
    await db.collection("totals").updateOne({ _id: "new" }, { $set: { n: 1 } });
};
