db.orders.aggregate([{ $group: { _id: "$status", n: { $sum: 1 } } }, { $merge: { into: "totals_by_status", whenMatched: "replace" } }]);
