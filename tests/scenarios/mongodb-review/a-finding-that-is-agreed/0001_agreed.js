// dblead-ignore no-update-without-filter: three documents, agreed with the owner
db.sessions.updateMany({}, { $set: { kind: "web" } });
