import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { excerptOf } from '../src/cards/excerpt.ts';
import { UnusableAddress } from '../src/sharing/shared-address.ts';
import { Browser, modelOf, Page, Site } from './readers.ts';

// Node.js cannot import the whole of it. This is the part that knows kinds of files.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(
      specifier === '@jupyterlite/services' ? '@jupyterlite/services/lib/contents/tokens.js' : specifier,
      context,
    ),
});
const { checkedDocument, keepShared } = await import('../src/sharing/shared-copy.ts');

const kept = async (page: Page, path: string): Promise<string> =>
  await keepShared(page.work, checkedDocument({ path, text: 'shared' }), 'shared');

test('A copy is put into a folder that is here, and never below a file', async () => {
  const browser = new Browser();
  browser.stored.set('week', { ...modelOf('week', ''), type: 'directory' });
  browser.stored.set('mine.txt', modelOf('mine.txt', 'mine'));
  const page = new Page(browser, new Site(new Map([['lesson.ipynb', '{}']])));
  equal(await kept(page, 'week/x.txt'), 'week/x (shared).txt');
  equal(await kept(page, 'lesson.ipynb/y.txt'), 'y (shared).txt');
  equal(await kept(page, 'mine.txt/z.txt'), 'z (shared).txt');
});

test('A layout of JupyterLab is refused', () => {
  for (const path of ['a.jupyterlab-workspace', 'week/A.JupyterLab-Workspace']) {
    throws(() => checkedDocument({ path, text: '{}' }), UnusableAddress);
  }
  equal(checkedDocument({ path: 'a.jupyterlab-workspace.txt', text: '{}' }).written, '{}');
});

test('Of a long text a card quotes the beginning, and says how much there is besides', () => {
  deepEqual(excerptOf('short\n'), { text: 'short\n', left: 0 });
  const wide = excerptOf('a'.repeat(16 * 2 ** 20));
  equal(wide.text.length, 20_000);
  equal(wide.text.length + wide.left, 16 * 2 ** 20);
  const tall = excerptOf('\n'.repeat(2 ** 20));
  equal(tall.text.split('\n').length, 500);
  equal(tall.text.length + tall.left, 2 ** 20);
  ok(excerptOf(`a${'👋'.repeat(20_000)}`).text.isWellFormed());
});
