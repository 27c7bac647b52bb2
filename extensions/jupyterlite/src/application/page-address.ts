/** Have the address say what is open: a reload makes no second copy. */
export function tellAddress(search: URLSearchParams, path: string | null): void {
  history.replaceState(history.state, '', withPath(search, path));
}

/** The address of this page with another document in it, or with none. */
export function withPath(search: URLSearchParams, path: string | null): string {
  const others = new URLSearchParams(search);
  others.delete('path');
  if (path !== null) {
    // JupyterLite decodes it twice.
    others.set('path', path.replaceAll('%', '%25'));
  }
  return location.pathname + (others.size === 0 ? '' : `?${others.toString()}`);
}

/** The path of the document that an address names, as JupyterLite reads it; null where it names none. */
export function pathIn(search: URLSearchParams): string | null {
  const path = search.get('path');
  try {
    return path === null ? null : decodeURIComponent(path);
  } catch {
    return path;
  }
}
