import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundle } from './bundle.mjs';
import { elementReference } from './element-reference.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = join(here, '../../lite_build/site/page_elements');

rmSync(target, { recursive: true, force: true });
const files = await bundle(here, 'src/index.ts', 'elements', target);
// Stands in the pages of JupyterLab's applications themselves: a file of its own could be of another build than the page.
await build({
  absWorkingDir: here,
  entryPoints: { 'site-version': 'src/site-version/application.ts' },
  outdir: target,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  outExtension: { '.js': '.iife' },
});
// Which modules are in each file: the tests read that nothing of Jupyter is among them.
writeFileSync(join(target, 'inputs.json'), JSON.stringify(files));
// What the documentation says of the elements is made of it.
writeFileSync(join(target, 'elements.json'), JSON.stringify(elementReference(join(here, 'src/elements'))));
// Pages that a build makes of notebooks show outputs and formulas by the same styles.
const temml = fileURLToPath(import.meta.resolve('temml/dist/Temml-Local.css'));
for (const file of [
  join(here, 'src/calls/lite.d.ts'),
  join(here, 'src/outputs/outputs.css'),
  join(here, 'src/outputs/renderers/json.css'),
  temml,
  temml.replace('Temml-Local.css', 'Temml.woff2'),
]) {
  copyFileSync(file, join(target, basename(file)));
}
