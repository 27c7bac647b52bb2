import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Has tests under Node.js import Python as text, as the builds do. */
registerHooks({
  load: (url, context, nextLoad) =>
    url.endsWith('.py')
      ? {
          format: 'module',
          source: `export default ${JSON.stringify(readFileSync(fileURLToPath(url), 'utf-8'))};`,
          shortCircuit: true,
        }
      : nextLoad(url, context),
});
