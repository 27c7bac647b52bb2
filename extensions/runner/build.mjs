import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['src/run-notebook.ts'],
  outdir: '../../lite_build/check/runner',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  loader: { '.py': 'text' },
  // The browser's drive, which upstream's kernel imports only where ours has its own.
  external: ['@jupyterlite/services/*'],
});

await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['src/run-suite.ts'],
  outdir: '../../lite_build/suite/runner',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  loader: { '.py': 'text' },
});

await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['src/suite-worker.ts'],
  outdir: '../../lite_build/suite/runner',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'chrome137',
  loader: { '.py': 'text' },
});

await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['src/typeset-formulas.ts'],
  outdir: '../../lite_build/pages/typesetter',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
});

await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['src/read-references.ts'],
  outdir: '../../lite_build/vendored/reader',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
});
