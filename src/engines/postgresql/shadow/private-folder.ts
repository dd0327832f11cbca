export { isAlive, makePrivateFolder, type PrivateFolder, privateRoot } from "../../private-folder.ts";
