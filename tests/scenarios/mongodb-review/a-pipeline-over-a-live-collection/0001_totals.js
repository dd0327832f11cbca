db.orders.aggregate([{ $group: { _id: "$status", n: { $sum: 1 } } }, { $out: "totals" }]);
