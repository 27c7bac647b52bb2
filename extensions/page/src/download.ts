import { currentPage } from './page.ts';

/** Larger downloads are told of to everybody, in bytes. */
const LARGE = 30_000_000;
/** In GB: a page with Python takes some hundred MB. */
const LITTLE_MEMORY = 2;
const SLOW = new Set(['slow-2g', '2g', '3g']);

/** What of a device some browsers tell. */
interface TellingNavigator {
  readonly connection?: {
    readonly saveData?: boolean;
    readonly type?: string;
    readonly effectiveType?: string;
  };
  readonly deviceMemory?: number;
}

/**
 * Whether Python is to be started by the reader alone: the device says that its connection is metered or slow, that it
 * has little memory, or its reader that few data shall be used.
 */
export function isSparing(): boolean {
  const { connection, deviceMemory = Infinity } = navigator as TellingNavigator;
  return (
    connection?.saveData === true ||
    connection?.type === 'cellular' ||
    SLOW.has(connection?.effectiveType ?? '') ||
    deviceMemory <= LITTLE_MEMORY ||
    matchMedia('(prefers-reduced-data: reduce)').matches
  );
}

/** The words of a button by which Python may be started: with the size of what that downloads, where it matters. */
export function withSize(label: string): string {
  const { download, hasPython } = currentPage();
  if (hasPython || download === 0 || (download < LARGE && !isSparing())) {
    return label;
  }
  const megabytes = Math.max(1, Math.round(download / 1_000_000));
  const { lang } = document.documentElement;
  return `${label} (${inLanguage(lang, megabytes)})`;
}

function inLanguage(language: string, megabytes: number): string {
  const format = { style: 'unit', unit: 'megabyte' } as const;
  try {
    return megabytes.toLocaleString(language === '' ? 'en' : language, format);
  } catch {
    // A page may say of its language what is none.
    return megabytes.toLocaleString('en', format);
  }
}
