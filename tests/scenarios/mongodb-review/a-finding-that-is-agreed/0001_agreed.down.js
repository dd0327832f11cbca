db.sessions.updateMany({ kind: { $exists: true }, _id: { $gte: 0 } }, [{ $set: { kind: "$$REMOVE" } }]);
