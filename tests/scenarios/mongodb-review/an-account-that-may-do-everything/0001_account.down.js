db.dropUser("app");
