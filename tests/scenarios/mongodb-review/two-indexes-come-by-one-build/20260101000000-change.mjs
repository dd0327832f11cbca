export const up = async (db, client) => {
    await db.collection("orders").createIndexes([
      { key: { at: 1 }, name: "at_1" },
      { key: { mail: 1, at: -1 }, name: "mail_at" },
    ]);
};

export const down = async (db, client) => {
    await db.collection("orders").dropIndex("at_1");
    await db.collection("orders").dropIndex("mail_at");
};
