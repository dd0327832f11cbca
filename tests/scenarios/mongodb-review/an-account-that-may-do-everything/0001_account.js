db.createUser({ user: "app", pwd: "hunter22", roles: ["dbOwner"] });
