import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookingAround, lookingAroundFrom } from '../src/widgets/selectors.ts';

test('A selector looks at marks around its widget, and finds what is within.', () => {
  assert.equal(lookingAround('.dark .label'), '.dark .label:where(:scope *)');
  assert.equal(lookingAround('[data-theme="dark"] p'), '[data-theme="dark"] p:where(:scope *)');
});

test('Pseudo-elements stay at the end, and colons in a string are none.', () => {
  assert.equal(lookingAround('.a::before'), '.a:where(:scope *)::before');
  assert.equal(lookingAround('[title="a::b"]'), '[title="a::b"]:where(:scope *)');
  assert.equal(
    lookingAround('input::-webkit-slider-thumb:hover'),
    'input:where(:scope *)::-webkit-slider-thumb:hover',
  );
});

test('Each selector of a list is changed, and commas within one part none.', () => {
  assert.equal(
    lookingAround(':is(a, b) c, [title="x,\\"y"], .d\\,e'),
    ':is(a, b) c:where(:scope *), [title="x,\\"y"]:where(:scope *), .d\\,e:where(:scope *)',
  );
});

test("The page's root is the widget's place, and what names the scope stays as it is.", () => {
  assert.equal(lookingAround(':root, :host'), ':scope, :scope');
  assert.equal(lookingAround(':scope > p, & p'), ':scope > p, & p');
});

test('Where browsers have no scopes, selectors say where they hold and where they end.', () => {
  assert.equal(
    lookingAroundFrom('.a::before, :root', '[own]', '[any]'),
    '.a:where([own] *):not(:where([own] [any], [own] [any] *))::before, [own]',
  );
  assert.equal(lookingAroundFrom(':scope > p, & p', '[own]', '[any]'), '[own] > p, [own] p');
});
