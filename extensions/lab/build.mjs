import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { resolve } = createRequire(import.meta.url);

await build({
  absWorkingDir: folder,
  entryPoints: ['src/index.ts'],
  outdir: 'lib',
  chunkNames: '[name]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  // JupyterLab's own, shared with it: a second copy would be another class and another token.
  external: ['@jupyter-widgets/*', '@jupyterlab/*', '@lumino/*'],
});
execFileSync(
  process.execPath,
  [
    resolve('@jupyter/builder/lib/build-labextension.js'),
    '--core-package-file',
    resolve('@jupyterlab/core-meta/core.package.json'),
    folder,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
