db.createRole({ role: "reader", privileges: [{ resource: { db: db.getName(), collection: "orders" }, actions: ["find"] }], roles: [] });
