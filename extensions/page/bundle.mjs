import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';

/** Style sheets that are imported as text are made small first. */
const minifiedStyles = {
  name: 'minified-styles',
  load: {
    filter: { id: /\.css$/ },
    async handler(path) {
      // The browsers that this is for know nesting and `light-dark`: nothing is written in an older way.
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return asText(code);
    },
  },
};

/** Modules of widgets are sent as texts: no plugin hears of `with { type: 'text' }`, so their place tells it. */
const widgetModules = {
  name: 'widget-modules',
  load: {
    filter: { id: /[\\/]extensions[\\/]litewidget[\\/]litewidget[\\/].*\.js$/ },
    async handler(path) {
      return asText(await readFile(path, 'utf8'));
    },
  },
};

function asText(text) {
  return { code: `export default ${JSON.stringify(text)};`, moduleType: 'js' };
}

/**
 * Bundle a script that loads parts of itself later. All that it begins with is in two files: the entry, and one that
 * the later parts share with it. A bundler that splits by who shares what makes dozens of that, each with a request of
 * its own and compressed for itself.
 *
 * @param folder that the entry is relative to.
 * @param entry where the script begins.
 * @param name of the two files, before their hashes.
 * @param target where the files are written.
 * @returns of each file, by its name: `entryPoint`, where it begins with a module; `imports`, with their `kind`; `inputs`,
 *   the modules that are in it.
 */
export async function bundle(folder, entry, name, target) {
  const first = new Set();
  const findFirst = {
    name: 'find-first',
    buildEnd() {
      const begun = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id).isEntry);
      const waiting = begun.flatMap((id) => this.getModuleInfo(id).importedIds);
      for (const id of waiting) {
        if (!first.has(id)) {
          first.add(id);
          waiting.push(...this.getModuleInfo(id).importedIds);
        }
      }
    },
  };
  const bundled = await rolldown({
    cwd: folder,
    input: { [name]: entry },
    platform: 'browser',
    transform: { target: 'es2023' },
    moduleTypes: { '.py': 'text', '.woff2': 'binary' },
    plugins: [minifiedStyles, widgetModules, findFirst],
    onLog(level, log) {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  const { output } = await bundled.write({
    dir: target,
    format: 'esm',
    minify: true,
    hashCharacters: 'hex',
    entryFileNames: '[name].[hash].js',
    chunkFileNames: '[name].[hash].js',
    codeSplitting: { groups: [{ name: `${name}-shared`, test: (id) => first.has(id) }] },
  });
  await bundled.close();
  const pathOf = (id) => relative(folder, id);
  return Object.fromEntries(
    output.map((chunk) => [
      chunk.fileName,
      {
        ...(chunk.facadeModuleId && { entryPoint: pathOf(chunk.facadeModuleId) }),
        imports: [
          ...chunk.imports.map((path) => ({ path, kind: 'import-statement' })),
          ...chunk.dynamicImports.map((path) => ({ path, kind: 'dynamic-import' })),
        ],
        inputs: Object.fromEntries(
          Object.entries(chunk.modules).map(([id, { renderedLength }]) => [pathOf(id), renderedLength]),
        ),
      },
    ]),
  );
}
