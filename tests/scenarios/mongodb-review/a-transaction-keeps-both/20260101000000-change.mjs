export const up = async (db, client) => {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await db.collection("totals").insertOne({ _id: "paid", n: 1 }, { session });
        await db.collection("totals").updateOne({ _id: "new" }, { $set: { n: 2 } }, { session });
      }),
    );
};

export const down = async (db, client) => {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await db.collection("totals").deleteOne({ _id: "paid" }, { session });
        await db.collection("totals").updateOne({ _id: "new" }, { $set: { n: 1 } }, { session });
      }),
    );
};
