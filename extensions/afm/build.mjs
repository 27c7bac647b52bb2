import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);

await build({
  absWorkingDir: here,
  // Who only has saved state, or only reads texts, needs no runtime.
  entryPoints: { index: 'src/index.ts', saved: 'src/saved/index.ts', references: 'src/references/index.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  target: 'es2023',
  sourcemap: true,
  // Widgets' modules are imported by addresses that only the page knows.
  logOverride: { 'unsupported-dynamic-import': 'silent' },
});
// The lexer is bundled, so that a page needs no bundler; its licence asks to be passed on.
const lexer = dirname(require.resolve('es-module-lexer/minimal/js'));
copyFileSync(join(lexer, '../LICENSE'), join(here, 'dist/LICENSE-es-module-lexer.txt'));
execFileSync(
  process.execPath,
  [
    join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'),
    ...['--project', here, '--noEmit', 'false', '--emitDeclarationOnly', '--declaration'],
    ...['--outDir', join(here, 'dist/types')],
  ],
  { stdio: 'inherit' },
);
