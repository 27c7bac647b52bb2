export type { Change, Entry, Failure } from './changes.ts';
export type { DriveSink, DriveSource } from './ends.ts';
export type { EmscriptenFileSystem } from './emscripten.ts';
export type { DriveOptions } from './disk.ts';
export { NoSuchFile } from './ends.ts';
export { DriveFileSystem } from './drive-file-system.ts';
