// Prints, as one line of JSON, what the runtime's Python says of itself.
// Arguments: the core's folder, the folder of the `packaging` package.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [coreFolder, packagingFolder] = process.argv.slice(2);

const { loadPyodide } = await import(pathToFileURL(join(coreFolder, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: coreFolder,
  stdout: (line) => console.error(line),
  stderr: (line) => console.error(line),
});

pyodide.FS.mkdirTree("/read/packaging");
for (const name of await readdir(packagingFolder)) {
  if (name.endsWith(".py")) {
    pyodide.FS.writeFile(`/read/packaging/${name}`, await readFile(join(packagingFolder, name)));
  }
}

console.log(
  pyodide.runPython(`
import json, sys, sysconfig
from importlib.util import find_spec
sys.path.insert(0, "/read")
from packaging.markers import default_environment
from packaging.tags import sys_tags

json.dumps({
    "markers": default_environment(),
    "tags": [str(tag) for tag in sys_tags()],
    "standard_library": sorted(sys.stdlib_module_names),
    "lacking": sorted(
        name for name in sys.stdlib_module_names - set(sys.builtin_module_names) - set(sys.modules)
        if find_spec(name) is None
    ),
    "abi_version": sysconfig.get_config_var("PYEMSCRIPTEN_PLATFORM_VERSION")
    or sysconfig.get_config_var("PYODIDE_ABI_VERSION"),
})
`),
);
