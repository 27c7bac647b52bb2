import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { resolve } = createRequire(import.meta.url);

// Chunks are named by their content: those of earlier builds would stay.
rmSync(join(folder, 'lib'), { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: ['src/index.ts'],
  outdir: 'lib',
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
