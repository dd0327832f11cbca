module.exports = {
  async up(db, client) {
    for await (const order of db.collection("orders").find({ total: { $exists: true } })) {
      await db.collection("orders").updateOne({ _id: order._id }, { $set: { gross: order.total * 2 } });
    }
  },
  async down(db, client) {
    await db.collection("orders").updateMany({ gross: { $exists: true } }, { $unset: { gross: "" } });
  },
};
