module.exports = {
  async up(db, client) {
    for (let last = 0; ; ) {
      const batch = await db.collection("orders").find({ _id: { $gt: last } }).sort({ _id: 1 }).limit(1000).project({ _id: 1 }).toArray();
      if (batch.length === 0) break;
      const next = batch[batch.length - 1]._id;
      await db.collection("orders").updateMany({ _id: { $gt: last, $lte: next }, tier: { $exists: false } }, { $set: { tier: "bronze" } });
      last = next;
    }
  },
  async down(db, client) {
    for (let last = 0; ; ) {
      const batch = await db.collection("orders").find({ _id: { $gt: last } }).sort({ _id: 1 }).limit(1000).project({ _id: 1 }).toArray();
      if (batch.length === 0) break;
      const next = batch[batch.length - 1]._id;
      await db.collection("orders").updateMany({ _id: { $gt: last, $lte: next } }, [{ $set: { tier: "$$REMOVE" } }]);
      last = next;
    }
  },
};
