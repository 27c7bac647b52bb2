import process from 'node:process';
import { text } from 'node:stream/consumers';
import temml from 'temml';

interface Formula {
  readonly tex: string;
  readonly isDisplay: boolean;
}

/**
 * Typesets formulas as a page does (`extensions/page/src/outputs/renderers/mathematics.ts`).
 *
 * Standard input has one JSON array of formulas. Standard output gets one of their MathML, in the same order; a mistake
 * in a formula stands there in red, with the source.
 */
async function main(): Promise<void> {
  const formulas = JSON.parse(await text(process.stdin)) as readonly Formula[];
  const typeset = formulas.map(({ tex, isDisplay }) =>
    temml.renderToString(tex, { displayMode: isDisplay, throwOnError: false, annotate: true }),
  );
  process.stdout.write(JSON.stringify(typeset));
}

await main();
