module.exports = {
  async up(db, client) {
    const [double] = await db.collection("customers").aggregate([{ $group: { _id: "$name", n: { $sum: 1 } } }, { $match: { _id: { $ne: null }, n: { $gt: 1 } } }]).toArray();
    if (double !== undefined) throw new Error("two customers of one name");
    await db.collection("customers").createIndex({ name: 1 }, { unique: true, partialFilterExpression: { name: { $exists: true } } });
  },
  async down(db, client) {
    await db.collection("customers").dropIndex("name_1");
  },
};
