// Prints, as one line of JSON, the pooch registries that packages bring.
// On standard input: `{ core, code, archives, packages }`: the core's folder with a slash at its end, the file with
// Python's part, the files of all packages that are needed, and the names of those that are asked for.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const { core, code, archives, packages } = JSON.parse(await text(process.stdin));

const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: core,
  stdout: (line) => console.error(line),
  stderr: (line) => console.error(line),
});
for (const archive of archives) {
  // Pyodide knows no `Buffer` of Node.js.
  const content = new Uint8Array(await readFile(archive));
  if (archive.endsWith(".whl")) {
    pyodide.unpackArchive(content, "wheel");
  } else {
    // Libraries that compiled packages share.
    pyodide.unpackArchive(content, "zip", { extractDir: "/usr/lib" });
  }
}
const names = pyodide.toPy({ __name__: "lite_build_registries" });
await pyodide.runPythonAsync(await readFile(code, "utf-8"), { globals: names, filename: basename(code) });
console.log(names.get("registries_as_json")(pyodide.toPy(packages)));
