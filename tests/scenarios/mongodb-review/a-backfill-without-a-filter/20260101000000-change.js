module.exports = {
  async up(db, client) {
    await db.collection("orders").updateMany({}, { $set: { tier: "bronze" } });
  },
  async down(db, client) {
    await db.collection("orders").updateMany({}, { $set: { mail: "x" } });
  },
};
