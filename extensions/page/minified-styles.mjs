import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/** A plugin for esbuild: style sheets that are imported as text are made small first. */
export const minifiedStyles = {
  name: 'minified-styles',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path, with: attributes }) => {
      if (attributes.type !== 'text') return undefined;
      // The browsers that this is for know nesting and `light-dark`: nothing is written in an older way.
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code, loader: 'text' };
    });
  },
};
