module.exports = {
  async up(db, client) {
    await db.collection("orders").createIndex({ at: 1 }, { name: "by_day" });
  },
  async down(db, client) {
    await db.collection("orders").dropIndex("at_1");
  },
};
