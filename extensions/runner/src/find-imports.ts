import process from 'node:process';
import { text } from 'node:stream/consumers';
import { init, parse } from 'es-module-lexer/minimal';

/**
 * Finds what JavaScript modules import from other origins.
 *
 * Standard input has one JSON object: module texts by name. Standard output gets one: of each module that names
 * some, the absolute addresses in its import statements and `import("…")` calls. What is no module is left out.
 */
async function main(): Promise<void> {
  await init();
  const modules: unknown = JSON.parse(await text(process.stdin));
  const found = Object.entries(modules as Record<string, string>).map(([name, source]) => [
    name,
    foreignImports(source),
  ]);
  process.stdout.write(
    JSON.stringify(Object.fromEntries(found.filter(([, addresses]) => addresses?.length))),
  );
}

function foreignImports(source: string): string[] {
  try {
    const [imports] = parse(source);
    return imports.flatMap(({ n: specifier }) =>
      specifier !== undefined && /^(https?:)?\/\//.test(specifier) ? [specifier] : [],
    );
  } catch {
    return [];
  }
}

await main();
