db.totals.aggregate([
  { $lookup: { from: "orders", localField: "_id", foreignField: "total", as: "orders" } },
  { $set: { many: { $size: "$orders" } } },
  { $project: { orders: 0 } },
  { $merge: { into: "totals" } },
]);
