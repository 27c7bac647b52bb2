// Bundles the outputs alone, as the page's own build does with all: `node bundle-outputs.mjs FOLDER`.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.mjs';

const folder = process.argv[2];
const entry = 'src/outputs/index.ts';
const files = await bundle(fileURLToPath(new URL('..', import.meta.url)), entry, 'outputs', folder);
const [name] = Object.keys(files).filter((each) => files[each].entryPoint === entry);
// Nothing but the page imports it, by this name.
renameSync(join(folder, name), join(folder, 'outputs.js'));
