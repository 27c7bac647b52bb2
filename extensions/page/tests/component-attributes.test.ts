import assert from 'node:assert/strict';
import test from 'node:test';
import { COMPONENT_TAGS } from '../src/components/component-tags.ts';
import { mistakesIn as found } from '../src/components/mistakes.ts';
import { readAttributes } from '../src/components/read-attributes.ts';
import { type ComponentSpecification, SPECIFICATIONS } from '../src/components/specifications.ts';

const SPECIFICATION: ComponentSpecification = {
  class: 'Any',
  module: 'controls',
  kind: '',
  traits: {
    label: { type: 'text', default: '' },
    size: { type: 'number', default: 1 },
    row_count: { type: 'whole', default: null },
    disabled: { type: 'truth', default: false },
    kind: { type: 'choice', default: 'line', values: ['line', 'bar'] },
    rows: { type: 'list', default: [] },
    series: { type: 'object', default: {} },
  },
};

function read(name: string, text: string | null): ReturnType<typeof readAttributes> {
  return readAttributes([{ name, text, isOptional: false }], SPECIFICATION);
}

const VALUES: readonly (readonly [string, string | null, string, unknown])[] = [
  ['label', ' 5 ', 'label', ' 5 '],
  ['size', ' -1.5e2 ', 'size', -150],
  ['row-count', '3', 'row_count', 3],
  ['row-count', null, 'row_count', null],
  ['disabled', '', 'disabled', true],
  ['disabled', 'disabled', 'disabled', true],
  ['disabled', 'No', 'disabled', false],
  ['kind', 'bar', 'kind', 'bar'],
  ['rows', '[{"a": 1}]', 'rows', [{ a: 1 }]],
  ['series', '{"a": [1]}', 'series', { a: [1] }],
];
for (const [name, text, trait, value] of VALUES) {
  void test(`${name}=${String(text)} is a value of its trait`, () => {
    assert.deepEqual(read(name, text), { values: { [trait]: value }, mistakes: [] });
  });
}

const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  ['size', 'big', /size="big" cannot be read: it is a number\./],
  ['size', '', /it is a number/],
  ['size', 'Infinity', /it is a number/],
  ['row-count', '1.5', /it is a whole number/],
  ['disabled', 'perhaps', /it is true or false/],
  ['kind', 'pie', /it is one of line, bar/],
  ['rows', '{}', /it is a list in JSON/],
  ['series', 'null', /it is an object in JSON/],
  ['rows', '[1', /it is JSON, and that ends at character/],
  ['lable', 'x', /It has no attribute lable\. Is label meant\?/],
  ['colour', 'x', /It has no attribute colour\. It has disabled, kind, label/],
];
for (const [name, text, words] of MISTAKES) {
  void test(`${name}=${text} is told in words`, () => {
    const { values, mistakes } = read(name, text);
    assert.deepEqual(values, {});
    assert.equal(mistakes.length, 1);
    assert.match(mistakes[0] ?? '', words);
  });
}

void test('an attribute that any element may have is no mistake', () => {
  assert.deepEqual(readAttributes([{ name: 'title', text: 'x', isOptional: true }], SPECIFICATION), {
    values: {},
    mistakes: [],
  });
});

function mistakesIn(tag: string, state: Readonly<Record<string, unknown>>): string[] {
  return found(tag, state).map(({ words }) => words);
}

void test('values that do not go together are told', () => {
  const slider = { min: 0, max: 10, step: 1, value: 5 };
  assert.deepEqual(mistakesIn('lite-slider', slider), []);
  assert.match(mistakesIn('lite-slider', { ...slider, min: 20 }).join(), /min="20" is above max="10"/);
  assert.match(mistakesIn('lite-slider', { ...slider, step: 0 }).join(), /step="0" is not above 0/);
  const plot = { x: ['a'], y: [1, null], series: {}, zoom_labels: ['+', '-', 'all'] };
  assert.deepEqual(mistakesIn('lite-plot', plot), []);
  assert.match(mistakesIn('lite-plot', { ...plot, series: { a: 1 } }).join(), /a is no list of numbers/);
  assert.match(mistakesIn('lite-plot', { ...plot, x: [{}] }).join(), /x has \{\}/);
  assert.match(
    mistakesIn('lite-plot', { ...plot, zoom_labels: ['+'] }).join(),
    /zoom_labels are three texts/,
  );
  assert.match(mistakesIn('lite-select', { options: [1], value: '' }).join(), /1 is no option/);
  const said = { labels: ['1', '2'] };
  const [dropped] = found('lite-tabs', { labels: ['a'], selected: 0 }, said);
  assert.match(dropped?.words ?? '', /2 children, and 1 labels/);
  assert.deepEqual(found('lite-tabs', { labels: ['a', 'b', 'c'], selected: 0 }, said), []);
  assert.match(mistakesIn('lite-tabs', { labels: ['a'], selected: 1 }).join(), /selected="1" is no tab/);
});

void test('the page knows the tags whose traits it knows', () => {
  assert.deepEqual([...COMPONENT_TAGS], Object.keys(SPECIFICATIONS).toSorted());
});
