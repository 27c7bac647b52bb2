export { pageFile } from './page-file.ts';
export type { PagedNotebook } from './page-file.ts';
