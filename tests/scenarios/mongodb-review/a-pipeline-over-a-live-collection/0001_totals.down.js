db.totals.deleteMany({ _id: { $in: ["paid", "old"] } });
