/** Read for a traceback, a completion or an uninstallation, and for nothing that happens at every start. */
const STAYS_IN_WHEEL = /\.(py|pyc|pyi|pyx|pxd|c|h)$|^[^/]+\.dist-info\/RECORD$/;
/** Read of all packages at once, wherever one is looked for. */
const METADATA = /^[^/]+\.dist-info\//;

/** Where the archive has a wheel's file. The bytecode that the runtime makes is in the parts as well. */
export function placeOf(path: string): 'wheel' | 'archive' | 'part' {
  if (STAYS_IN_WHEEL.test(path)) {
    return 'wheel';
  }
  return METADATA.test(path) ? 'archive' : 'part';
}

/** Whether a file tells of its package. */
export function isMetadata(path: string): boolean {
  return METADATA.test(path);
}

/** The module that a file is the bytecode of (PEP 3147); any other file's own path. */
export function sourceOf(path: string): string {
  const parts = /^(.*)__pycache__\/([^/]+)\.[^./]+\.pyc$/.exec(path);
  return parts === null ? path : `${parts[1] ?? ''}${parts[2] ?? ''}.py`;
}
