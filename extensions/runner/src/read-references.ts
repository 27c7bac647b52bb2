import process from 'node:process';
import { text } from 'node:stream/consumers';
import { type Piece, splitModule, splitStyle } from '@lite-build/afm/references';

/** A text to be read. */
interface Asked {
  readonly form: 'module' | 'style';
  readonly text: string;
}

/**
 * Finds where modules and styles name other files.
 *
 * Standard input has one JSON object: texts by name, each with its form. Standard output gets one: of each text its
 * pieces in their order, strings and references.
 */
async function main(): Promise<void> {
  const asked = JSON.parse(await text(process.stdin)) as Record<string, Asked>;
  const read: [string, Piece[]][] = [];
  for (const [name, { form, text: source }] of Object.entries(asked)) {
    read.push([name, form === 'style' ? splitStyle(source) : await splitModule(source)]);
  }
  process.stdout.write(JSON.stringify(Object.fromEntries(read)));
}

await main();
