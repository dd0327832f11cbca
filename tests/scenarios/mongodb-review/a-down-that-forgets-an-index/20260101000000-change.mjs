export const up = async (db, client) => {
    await db.collection("orders").createIndexes([{ key: { at: 1 } }, { key: { mail: 1 } }]);
};

export const down = async (db, client) => {
    await db.collection("orders").dropIndex("at_1");
};
