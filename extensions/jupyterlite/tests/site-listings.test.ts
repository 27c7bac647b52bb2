import { deepEqual, equal } from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { versionOf } from '@lite-build/messages/digests';
import type { SiteListing } from '../src/sharing/site-listings.ts';

// Node.js cannot import the whole of it. This is the part that knows kinds of files.
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(
      specifier === '@jupyterlite/services' ? '@jupyterlite/services/lib/contents/tokens.js' : specifier,
      context,
    ),
});
const { listingsWith } = await import('../src/sharing/site-listings.ts');

const content = new TextEncoder().encode('mine');
const modified = Date.UTC(2026, 11, 1);

function entries(listing: SiteListing | undefined): Record<string, unknown>[] {
  return (listing?.content ?? []) as unknown as Record<string, unknown>[];
}

test('a file in the place of a published one has its version in the listing, and others stay', async () => {
  const other = { name: 'other.md', path: 'week/other.md' };
  const root = { content: [{ name: 'week', path: 'week', type: 'directory' }] };
  const published = { siteVersion: 'next', content: [{ name: 'notes.md', path: 'week/notes.md' }, other] };
  const listings = await listingsWith(
    [{ path: 'week/notes.md', content, modified }],
    (folder) => Promise.resolve(folder === '' ? root : published),
    'next',
  );
  deepEqual([...listings.keys()], ['week']);
  const [first, second] = entries(listings.get('week'));
  deepEqual(first, other);
  deepEqual(second?.['version'], await versionOf('notes.md', content));
  equal(second['size'], 4);
  equal(second['content'], null);
});

test('folders that only the reader has are entered from the top, each once', async () => {
  const names = ['new/deep/a 🎉.md', 'new/deep/b.md', 'c.md'];
  const listings = await listingsWith(
    names.map((path) => ({ path, content, modified })),
    (folder) => Promise.resolve(folder === '' ? { content: [] } : null),
    'next',
  );
  const paths = [...listings].map(([folder, listing]) => [folder, entries(listing).map(({ path }) => path)]);
  deepEqual(Object.fromEntries(paths), {
    '': ['new', 'c.md'],
    new: ['new/deep'],
    'new/deep': ['new/deep/a 🎉.md', 'new/deep/b.md'],
  });
  equal((listings.get('new/deep') as unknown as { siteVersion: string }).siteVersion, 'next');
});
