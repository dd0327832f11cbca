// Migrations as people write them in JavaScript and TypeScript, by runner: builders, conditions, rows read and written, both kinds of modules.

const knexBuilder = `exports.up = async function (knex) {
  await knex.schema.createTable("people", (t) => {
    t.increments();
    t.string("mail").notNullable().unique();
    t.jsonb("data").defaultTo(JSON.stringify({ a: 1 }));
    t.timestamps(true, true);
  });
  if (!(await knex.schema.hasTable("places"))) {
    await knex.schema.createTable("places", (t) => {
      t.increments();
      t.integer("person_id").references("people.id").onDelete("CASCADE");
      t.specificType("tags", "text[]");
    });
  }
  await knex("people").insert([{ mail: "it's?", data: { b: [1] }, created_at: "2024-01-01", updated_at: "2024-01-01" }]);
};
exports.down = async (knex) => {
  await knex.schema.dropTable("places");
  await knex.schema.dropTable("people");
};
`;

const knexTyped = `import type { Knex } from "knex";

enum Mode {
  on = "on",
}

export async function up(knex: Knex): Promise<void> {
  for (const person of await knex("people").select("id", "mail")) {
    await knex("people").where({ id: person.id }).update({ mail: person.mail + Mode.on });
  }
  await knex.raw("create index concurrently people_data on people using gin (data)");
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable("people", (t) => t.dropIndex([], "people_data"));
}

export const config = { transaction: false };
`;

const pgmBuilder = `exports.shorthands = { id: { type: "serial", primaryKey: true } };

exports.up = (pgm) => {
  pgm.createType("mood", ["good", "bad"]);
  pgm.createTable("people", { id: "id", mail: { type: "varchar(80)", notNull: true, unique: true }, mood: { type: "mood", default: "good" } });
  pgm.createTable("places", { id: "id", person_id: { type: "integer", references: "people", onDelete: "CASCADE" } });
  pgm.createIndex("places", "person_id");
};
`;

const pgmTyped = `import { MigrationBuilder } from "node-pg-migrate";

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.noTransaction();
  pgm.addTypeValue("mood", "mixed", { ifNotExists: true });
  pgm.createIndex("people", ["mood"], { concurrently: true, ifNotExists: true });
}

export const down = (pgm: MigrationBuilder): void => {
  pgm.noTransaction();
  pgm.dropIndex("people", ["mood"], { concurrently: true });
};
`;

const pgmSql = `-- Up Migration
insert into people (mail) values ('x');
create view people_view as select id from people;

-- Down Migration
drop view people_view;
`;

const typeormBuilder = `import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from "typeorm";

export class People1700000000000 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    const id = { name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "increment" as const };
    await queryRunner.createTable(new Table({ name: "people", columns: [id, { name: "mail", type: "varchar", isUnique: true }] }), true);
    await queryRunner.createTable(new Table({ name: "places", columns: [id, { name: "personId", type: "int", isNullable: true }] }));
    await queryRunner.createForeignKey("places", new TableForeignKey({ columnNames: ["personId"], referencedTableName: "people", referencedColumnNames: ["id"] }));
    await queryRunner.createIndex("places", new TableIndex({ name: "places_person", columnNames: ["personId"] }));
    await queryRunner.query("insert into people (mail) values ($1)", ["it's"]);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable("places");
    await queryRunner.dropTable("people");
  }
}
`;

const typeormChange = `import { MigrationInterface, QueryRunner, TableColumn } from "typeorm";

export class Age1700000001000 implements MigrationInterface {
  name = "Age1700000001000";

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn("people", new TableColumn({ name: "age", type: "smallint", isNullable: true }));
    await queryRunner.renameColumn("people", "mail", "email");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.renameColumn("people", "email", "mail");
    await queryRunner.dropColumn("people", "age");
  }
}
`;

const sequelizeBuilder = `'use strict';

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable('people', {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      mail: { type: Sequelize.STRING(80), allowNull: false, unique: true },
      mood: { type: Sequelize.ENUM('good', 'bad'), defaultValue: 'good' },
    });
    await queryInterface.createTable('places', {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      person_id: { type: Sequelize.INTEGER, references: { model: 'people', key: 'id' }, onDelete: 'CASCADE' },
    });
    await queryInterface.bulkInsert('people', [{ mail: "it's" }]);
  },
  async down(queryInterface) {
    await queryInterface.dropTable('places');
    await queryInterface.dropTable('people');
    await queryInterface.sequelize.query('DROP TYPE IF EXISTS "enum_people_mood"');
  },
};
`;

const sequelizeChange = `module.exports.up = async (queryInterface, Sequelize) => {
  const columns = await queryInterface.describeTable('people');
  if (!columns.age) await queryInterface.addColumn('people', 'age', { type: Sequelize.SMALLINT });
  await queryInterface.addIndex('people', ['age'], { concurrently: true, name: 'people_age' });
  await queryInterface.sequelize.transaction(async (transaction) => {
    await queryInterface.changeColumn('people', 'mail', { type: Sequelize.STRING(120), allowNull: false }, { transaction });
  });
};
module.exports.down = async (queryInterface) => {
  await queryInterface.removeIndex('people', 'people_age');
  await queryInterface.removeColumn('people', 'age');
};
`;

/** File names to texts. */
export const codeMigrations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  knex: { "20240101000000_people.js": knexBuilder, "20240102000000_mode.ts": knexTyped },
  "node-pg-migrate": { "1700000000000_people.js": pgmBuilder, "1700000001000_view.sql": pgmSql, "1700000002000_mixed.ts": pgmTyped },
  typeorm: { "1700000000000-People.ts": typeormBuilder, "1700000001000-Age.ts": typeormChange },
  sequelize: { "20240101000000-people.js": sequelizeBuilder, "20240102000000-age.js": sequelizeChange },
};
