import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const testing = join(here, '../litewidget/litewidget/testing');

await build({
  absWorkingDir: here,
  entryPoints: ['src/page.ts'],
  outdir: testing,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2023',
});
// The runtime brings the lexer, whose licence asks to be passed on.
const licence = 'LICENSE-es-module-lexer.txt';
copyFileSync(join(here, '../afm/dist', licence), join(testing, licence));
