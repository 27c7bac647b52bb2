import { isPath } from '../own-work/work-archive.ts';

/** A document at another host. */
export interface RemoteDocument {
  /** The address that gives its text. */
  readonly address: URL;
  /** Its name. */
  readonly name: string;
}

/** An address that names no document, in words. */
export class UnusableRequest extends Error {}

/** Hosts of this machine, which need no encryption. */
const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);
/** GitHub's own word for the branch that a repository shows first; GitLab's as well. */
const FIRST_BRANCH = 'HEAD';

/**
 * The document that an address of this page asks for: `?from=URL`, or `?repo=owner/name&path=…&ref=…`. Null for none.
 *
 * @throws UnusableRequest in words, where it names no document.
 */
export function remoteDocument(search: URLSearchParams): RemoteDocument | null {
  const from = search.get('from');
  if (from !== null) {
    return documentAt(from);
  }
  const repository = search.get('repo');
  return repository === null
    ? null
    : documentIn(repository, search.get('path') ?? '', search.get('ref') ?? FIRST_BRANCH);
}

/**
 * A document by its address. Those of the pages by which GitHub, GitLab and gists show a file stand for the file.
 *
 * @throws UnusableRequest in words, where it is no address of a document.
 */
function documentAt(text: string): RemoteDocument {
  const url = URL.parse(text);
  if (url === null) {
    throw new UnusableRequest(`from=${text} is no address: it begins with https://`);
  }
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && OWN_MACHINE.has(url.hostname));
  if (!isSafe || url.username !== '' || url.password !== '') {
    throw new UnusableRequest(
      `${url.host || text} is asked by https alone, and without a name or a password.`,
    );
  }
  const parts = url.pathname.split('/').slice(1).map(decoded);
  if (url.hostname === 'github.com') {
    const [owner, name, kind, ref, ...path] = parts;
    if (kind === 'blob' || kind === 'raw') {
      return documentIn(`${owner}/${name}`, path.join('/'), ref ?? '');
    }
  } else if (url.hostname === 'gist.github.com') {
    return documentIn(`gist.github.com/${parts.slice(0, 2).join('/')}`, '', FIRST_BRANCH);
  } else if (parts.includes('-')) {
    const [kind, ref, ...path] = parts.slice(parts.indexOf('-') + 1);
    if (kind === 'blob' || kind === 'raw') {
      const project = parts.slice(0, parts.indexOf('-')).join('/');
      return documentIn(`${url.host}/${project}`, path.join('/'), ref ?? '');
    }
  }
  return { address: url, name: named(parts.at(-1) ?? '', url.href) };
}

/**
 * A document of a repository.
 *
 * @param repository `owner/name` at GitHub; elsewhere with its host before that. A gist is `gist.github.com/owner/id`.
 * @param path in it; of a gist with one file it may be empty.
 * @param ref a branch, a tag or a commit.
 * @throws UnusableRequest in words, where these name no document.
 */
function documentIn(repository: string, path: string, ref: string): RemoteDocument {
  const parts = repository.split('/').filter((part) => part !== '');
  const host = parts[0]?.includes('.') === true && parts.length > 2 ? parts.shift() : 'github.com';
  const isPlain = [...parts, ref].every((part) => /^[\w.+~/-]+$/.test(part) && !/^\.+$/.test(part));
  if (parts.length < 2 || !isPlain || host === undefined || !/^[\w.-]+(?::\d+)?$/.test(host)) {
    throw new UnusableRequest(
      `repo=${repository} is no repository: it is owner/name at GitHub, or gitlab.com/group/name.`,
    );
  }
  const file = path.replace(/^\/+/, '');
  const [owner = '', name = ''] = parts;
  if (host === 'gist.github.com') {
    const inGist = file === '' ? '' : `/${encoded(file)}`;
    const address = new URL(`https://gist.githubusercontent.com/${owner}/${name}/raw${inGist}`);
    return { address, name: file === '' ? name : named(file.split('/').at(-1) ?? '', file) };
  }
  const last = named(file.split('/').at(-1) ?? '', `repo=${repository}`);
  if (host === 'github.com') {
    if (parts.length > 2) {
      throw new UnusableRequest(`repo=${repository} is no repository of GitHub: it is owner/name.`);
    }
    return {
      address: new URL(`https://raw.githubusercontent.com/${owner}/${name}/${encoded(ref)}/${encoded(file)}`),
      name: last,
    };
  }
  // GitLab's pages of raw files are for browsers alone; its interface is for other hosts' pages as well.
  const project = encodeURIComponent(parts.join('/'));
  const address = new URL(
    `https://${host}/api/v4/projects/${project}/repository/files/${encodeURIComponent(file)}/raw`,
  );
  address.searchParams.set('ref', ref);
  return { address, name: last };
}

function named(name: string, whole: string): string {
  if (name.includes('/') || !isPath(name)) {
    throw new UnusableRequest(`${whole} names no file: add its path, as in &path=lesson.ipynb`);
  }
  return name;
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
