export { splitModule } from './module-references.ts';
export type { Piece, Reference } from './reference.ts';
export { splitStyle } from './style-references.ts';
