import { constants, cpSync } from "node:fs";

/** In one go: the asynchronous copy of a data folder (hundreds of small files) takes twenty times as long. With copy-on-write where the file system has it. */
export function copyFolder(source: string, destination: string): void {
  cpSync(source, destination, { recursive: true, mode: constants.COPYFILE_FICLONE });
}
