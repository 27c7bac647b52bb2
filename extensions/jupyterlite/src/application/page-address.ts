/** Have the address say what is open: a reload makes no second copy. */
export function tellAddress(search: URLSearchParams, path: string | null): void {
  history.replaceState(history.state, '', withPath(search, path));
}

/** The address of this page with another document in it, or with none. */
export function withPath(search: URLSearchParams, path: string | null): string {
  const others = new URLSearchParams(search);
  others.delete('path');
  if (path !== null) {
    others.set('path', path);
  }
  return location.pathname + (others.size === 0 ? '' : `?${others.toString()}`);
}
