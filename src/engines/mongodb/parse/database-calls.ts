import type { Document } from "../schema.ts";
import { type Args, make, renameOf, settings } from "./call-documents.ts";
import { collectionCalls } from "./collection-calls.ts";
import { isDocument, unread } from "./value.ts";

function accountForm(name: string, key: "user" | "role"): (args: Args) => readonly Document[] {
  return ([given, options]) => {
    if (!isDocument(given)) return [make([[name, given]], settings(options))];
    return [make([[name, given[key] ?? unread(key)]], settings(given, [key]))];
  };
}

function listForm(name: string, member: string): (args: Args) => readonly Document[] {
  return ([who, list, concern]) => [
    make([
      [name, who],
      [member, list],
      ["writeConcern", concern],
    ]),
  ];
}

/** Calls on a database. https://www.mongodb.com/docs/manual/reference/method/js-database/ */
export const databaseCalls: Readonly<Record<string, (args: Args) => readonly Document[]>> = {
  createCollection: ([name, options]) => [make([["create", name]], settings(options))],
  createView: ([name, on, pipeline, options]) => [
    make(
      [
        ["create", name],
        ["viewOn", on],
        ["pipeline", isDocument(pipeline) ? [pipeline] : (pipeline ?? [])],
      ],
      settings(options),
    ),
  ],
  dropCollection: ([name, options]) => [make([["drop", name]], settings(options))],
  renameCollection: ([from, to, options]) => [renameOf(typeof from === "string" ? from : "", to, options)],
  dropDatabase: ([options]) => [make([["dropDatabase", 1]], settings(options))],
  command: ([document]) => [isDocument(document) ? document : make([[String(document), 1]])],
  runCommand: ([document, rest]) => [isDocument(document) ? document : make([[String(document), 1]], settings(rest))],
  aggregate: ([pipeline, options]) => [
    make(
      [
        ["aggregate", 1],
        ["pipeline", pipeline ?? []],
        ["cursor", {}],
      ],
      settings(options, ["cursor"]),
    ),
  ],
  createIndex: ([collection, key, options]) =>
    collectionCalls["createIndex"]?.(typeof collection === "string" ? collection : "", [key, options]) ?? [],
  listCollections: ([filter, options]) => [
    make(
      [
        ["listCollections", 1],
        ["filter", filter],
      ],
      settings(options),
    ),
  ],
  collections: () => [make([["listCollections", 1]])],
  getCollectionNames: () => [
    make([
      ["listCollections", 1],
      ["nameOnly", true],
    ]),
  ],
  getCollectionInfos: ([filter]) => [
    make([
      ["listCollections", 1],
      ["filter", filter],
    ]),
  ],
  createUser: accountForm("createUser", "user"),
  updateUser: ([name, change]) => [make([["updateUser", name]], settings(change))],
  dropUser: ([name]) => [make([["dropUser", name]])],
  removeUser: ([name]) => [make([["dropUser", name]])],
  dropAllUsers: () => [make([["dropAllUsersFromDatabase", 1]])],
  changeUserPassword: ([name, password]) => [
    make([
      ["updateUser", name],
      ["pwd", password],
    ]),
  ],
  createRole: accountForm("createRole", "role"),
  updateRole: ([name, change]) => [make([["updateRole", name]], settings(change))],
  dropRole: ([name]) => [make([["dropRole", name]])],
  grantRolesToUser: listForm("grantRolesToUser", "roles"),
  revokeRolesFromUser: listForm("revokeRolesFromUser", "roles"),
  grantPrivilegesToRole: listForm("grantPrivilegesToRole", "privileges"),
  revokePrivilegesFromRole: listForm("revokePrivilegesFromRole", "privileges"),
  grantRolesToRole: listForm("grantRolesToRole", "roles"),
  revokeRolesFromRole: listForm("revokeRolesFromRole", "roles"),
  setProfilingLevel: ([level]) => [make([["profile", level]])],
  stats: () => [make([["dbStats", 1]])],
  eval: ([code]) => [make([["eval", code]])],
};
