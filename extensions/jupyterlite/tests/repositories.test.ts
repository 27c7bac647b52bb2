import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { remoteDocument, UnusableRequest } from '../src/sharing/repositories.ts';

function addressOf(query: string): string {
  const { address, name } = remoteDocument(new URLSearchParams(query)) ?? { address: null, name: '' };
  return `${address?.href ?? ''} as ${name}`;
}

const GITHUB = 'https://raw.githubusercontent.com/owner/name';
const GITLAB = 'https://gitlab.com/api/v4/projects/group%2Fsub%2Fname/repository/files';

test('A repository, a path and a ref name a file at its host', () => {
  const expected = {
    'repo=owner/name&path=week 1/lesson %231.ipynb': `${GITHUB}/HEAD/week%201/lesson%20%231.ipynb as lesson #1.ipynb`,
    'repo=owner/name&path=/a.py&ref=feature/x': `${GITHUB}/feature/x/a.py as a.py`,
    'repo=github.com/owner/name&path=a.py': `${GITHUB}/HEAD/a.py as a.py`,
    'repo=gitlab.com/group/sub/name&path=week/a.ipynb': `${GITLAB}/week%2Fa.ipynb/raw?ref=HEAD as a.ipynb`,
    'repo=git.example.org/group/name&path=a.ipynb&ref=v1':
      'https://git.example.org/api/v4/projects/group%2Fname/repository/files/a.ipynb/raw?ref=v1 as a.ipynb',
    'repo=gist.github.com/owner/0123abcd':
      'https://gist.githubusercontent.com/owner/0123abcd/raw as 0123abcd',
    'repo=gist.github.com/owner/0123abcd&path=a b.ipynb':
      'https://gist.githubusercontent.com/owner/0123abcd/raw/a%20b.ipynb as a b.ipynb',
  };
  for (const [query, address] of Object.entries(expected)) {
    equal(addressOf(query), address);
  }
});

test('The address of a page that shows a file stands for the file; any other is taken as it is', () => {
  const expected = {
    'https://github.com/owner/name/blob/main/week%201/a.ipynb': `${GITHUB}/main/week%201/a.ipynb as a.ipynb`,
    'https://github.com/owner/name/raw/main/a.ipynb': `${GITHUB}/main/a.ipynb as a.ipynb`,
    'https://gitlab.com/group/sub/name/-/blob/main/week/a.ipynb?ref_type=heads': `${GITLAB}/week%2Fa.ipynb/raw?ref=main as a.ipynb`,
    'https://gist.github.com/owner/0123abcd':
      'https://gist.githubusercontent.com/owner/0123abcd/raw as 0123abcd',
    'https://host.example/a%20b.ipynb?key=1': 'https://host.example/a%20b.ipynb?key=1 as a b.ipynb',
    'http://127.0.0.1:8000/a.ipynb': 'http://127.0.0.1:8000/a.ipynb as a.ipynb',
  };
  for (const [from, address] of Object.entries(expected)) {
    equal(addressOf(new URLSearchParams({ from }).toString()), address);
  }
});

test('An address that asks for nothing elsewhere is none of these', () => {
  equal(remoteDocument(new URLSearchParams('path=lesson.ipynb')), null);
});

test('What names no document is refused in words', () => {
  for (const query of [
    'from=',
    'from=lesson.ipynb',
    'from=http://host.example/a.ipynb',
    'from=javascript:alert(1)',
    'from=data:text/plain,a',
    'from=https://name:word@host.example/a.ipynb',
    'from=https://host.example/',
    'from=https://host.example/a%252Fb.ipynb',
    'repo=',
    'repo=name&path=a.ipynb',
    'repo=owner/name',
    'repo=owner/name&path=week/',
    'repo=owner/name&path=..',
    'repo=owner/name/more&path=a.ipynb',
    'repo=../name&path=a.ipynb',
    'repo=a.b@c/owner/name&path=a.ipynb',
    'repo=owner/name&path=a.ipynb&ref=..',
  ]) {
    throws(() => remoteDocument(new URLSearchParams(query)), UnusableRequest, query);
  }
});
