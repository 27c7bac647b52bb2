import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isLongAgo } from '../src/application/page-storage.ts';

const DAY = 24 * 60 * 60 * 1000;
const SITE = 'JupyterLite Session - /course/ - ';

test('The storage of a tab goes a week after the tab was last there, whenever it was begun', () => {
  const now = Date.now();
  const begun = `${SITE}${now - 30 * DAY} name`;
  equal(isLongAgo(begun, SITE, String(now - 6 * DAY), now), false);
  equal(isLongAgo(begun, SITE, String(now - 8 * DAY), now), true);
  equal(isLongAgo(begun, SITE, null, now), true);
  equal(isLongAgo(`${SITE}${now - 2 * DAY} name`, SITE, null, now), false);
  equal(isLongAgo(`${SITE}odd`, SITE, null, now), false);
});
