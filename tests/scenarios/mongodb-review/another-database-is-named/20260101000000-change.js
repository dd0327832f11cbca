module.exports = {
  async up(db, client) {
    await client.db("shop_production").collection("seen").insertOne({ _id: 1 });
  },
  async down(db, client) {
    await client.db("shop_production").collection("seen").deleteOne({ _id: 1 });
  },
};
