// Bundles the outputs alone, as the page's own build does with all: `node bundle-outputs.mjs FOLDER`.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minifiedStyles } from '../minified-styles.mjs';

await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: { outputs: 'src/outputs/index.ts' },
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  splitting: true,
  format: 'esm',
  target: 'es2023',
  chunkNames: 'outputs/[name]-[hash]',
  plugins: [minifiedStyles],
  metafile: true,
}).then(({ metafile }) => {
  process.stdout.write(JSON.stringify(metafile));
});
