export { checkedNotebook } from '../notebook/notebook-file.ts';
export { pageFile } from './page-file.ts';
export type { PagedNotebook } from './page-file.ts';
