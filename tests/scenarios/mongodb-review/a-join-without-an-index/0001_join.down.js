db.totals.updateMany({ many: { $exists: true } }, { $unset: { many: "" } });
