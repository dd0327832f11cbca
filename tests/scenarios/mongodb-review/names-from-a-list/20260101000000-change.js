const addIndex = (db, name) => db.collection("customers").createIndex({ [name]: 1, _id: 1 }, { name: `${name}_list` });

module.exports = {
  async up(db, client) {
    for (const name of ["at", "mail"]) await addIndex(db, name);
  },
  async down(db, client) {
    for (const name of ["at", "mail"]) await db.collection("customers").dropIndex(`${name}_list`);
  },
};
