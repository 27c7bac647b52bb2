import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cellTags } from '../src/notebook/notebook-file.ts';

interface Case {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly is: object;
}

/** Those that the tests of pages read which a build makes. */
const CASES = new URL('../../../tests/unit/pages/tags_of_cells.json', import.meta.url);
const NO_TAGS = { input: 'shown', output: 'shown', removed: false, left_out: false, raises: false };

for (const { metadata, is } of JSON.parse(readFileSync(CASES, 'utf-8')) as Case[]) {
  test(`${JSON.stringify(metadata)} means the same as in pages that a build makes`, () => {
    const { input, output, isRemoved, isLeftOut, raisesException } = cellTags(metadata);
    const read = { input, output, removed: isRemoved, left_out: isLeftOut, raises: raisesException };
    assert.deepEqual(read, { ...NO_TAGS, ...is });
  });
}
