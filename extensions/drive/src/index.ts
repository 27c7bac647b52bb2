export type { Change, Entry, Failure } from './changes.ts';
export type { DriveSink, DriveSource } from './ends.ts';
export type { EmscriptenFileSystem } from './emscripten.ts';
export { DriveFileSystem, type DriveOptions } from './drive-file-system.ts';
