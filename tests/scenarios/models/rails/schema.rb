# This file is auto-generated from the current state of the database.

ActiveRecord::Schema.define(version: 2024_01_01_000000) do

  # These are extensions that must be enabled in order to support this database
  enable_extension "plpgsql"

  create_table "customers", force: :cascade do |t|
    t.string "full_name", limit: 80
    t.string "mail", null: false
    t.text "tags", default: [], null: false, array: true
    t.decimal "balance", precision: 12, scale: 2, default: "0.0", null: false
    t.decimal "share"
    t.float "ratio"
    t.integer "small", limit: 2
    t.bigint "big"
    t.integer "count", default: 0, null: false
    t.datetime "seen"
    t.date "born"
    t.time "at"
    t.jsonb "data", default: {}
    t.json "plain"
    t.uuid "token", default: -> { "gen_random_uuid()" }, null: false
    t.binary "raw"
    t.inet "address"
    t.boolean "is_active", default: true, null: false
    t.bigint "buddy_id"
    t.datetime "created_at", precision: 6, null: false
    t.index ["buddy_id"], name: "index_customers_on_buddy_id"
    t.index ["full_name", "mail"], name: "customers_name"
    t.index ["mail"], name: "customers_mail", unique: true
    t.index ["small"], name: "customers_small", where: "is_active"
    t.index "lower((mail)::text)", name: "customers_lower"
  end

  create_table "orders", id: :uuid, default: -> { "gen_random_uuid()" }, force: :cascade do |t|
    t.bigint "customer_id", null: false
    t.string "number", limit: 20
  end

  create_table "order_lines", id: false, force: :cascade do |t|
    t.uuid "order_id"
    t.integer "position"
  end

  create_table "labels", primary_key: "code", id: { type: :string, limit: 3 }, force: :cascade do |t|
    t.timestamp "printed"
  end

  add_foreign_key "customers", "customers", column: "buddy_id", on_update: :cascade, on_delete: :nullify
  add_foreign_key "order_lines", "orders", on_delete: :cascade
  add_foreign_key "orders", "customers"
end
