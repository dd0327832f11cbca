// Every script runs on Node 24: the `node` development dependency puts it first in the PATH of `npm run`.
// With install scripts switched off that package installs nothing, and an older Node would fail later, less clearly.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `Node 24 or newer is needed; this is ${process.version} (${process.execPath}).\n` +
      "`npm ci` installs Node 24 into node_modules/.bin when install scripts are allowed (see allowScripts in package.json);\n" +
      "otherwise install Node 24 yourself. Start scripts by `npm run …`, which looks there first.",
  );
  process.exit(3);
}
