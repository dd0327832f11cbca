// Where tests find a MongoDB server: the folder that DBLEAD_TEST_MONGODB_BIN names (npm run servers -- mongodb-6).

/** Folder of `mongod`; null where there is none, and none is demanded. */
export const testMongod: string | null = findServer();

function findServer(): string | null {
  const folder = process.env["DBLEAD_TEST_MONGODB_BIN"] || null;
  const isRequired = (process.env["DBLEAD_REQUIRE_ENGINES"] ?? "").split(/[\s,]+/).includes("mongodb");
  if (folder === null && isRequired)
    throw new Error("MongoDB is demanded, but DBLEAD_TEST_MONGODB_BIN is not set: npm run servers -- mongodb-6");
  if (folder === null) console.log("MongoDB is not asked: DBLEAD_TEST_MONGODB_BIN is not set (npm run servers -- mongodb-6)");
  return folder;
}
