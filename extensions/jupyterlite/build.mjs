import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { resolve } = createRequire(import.meta.url);
const shared = {
  absWorkingDir: folder,
  outdir: 'lib',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  loader: { '.py': 'text' },
};

rmSync(join(folder, 'lib'), { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { worker: '../kernel/src/worker/index.ts' },
  minify: true,
});
await build({
  ...shared,
  entryPoints: { index: 'src/index.ts' },
  // JupyterLab's own, shared with it: a second copy would be another class and another token. What signs requests is a
  // file of its own, which is loaded where a reader opens a bucket.
  external: ['@jupyterlab/*', '@jupyterlite/*', '@lumino/*', './worker.js', 'aws4fetch'],
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
