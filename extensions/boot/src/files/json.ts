import type { BootFile } from './manifest.ts';

export function asBootFile(data: unknown, name: string): BootFile {
  const file = asRecord(data, name);
  return {
    url: asString(file.url, `${name}.url`),
    transferSize: asNumber(file.transferSize, `${name}.transferSize`),
    size: asNumber(file.size, `${name}.size`),
  };
}

export function asRecord(data: unknown, name: string): Record<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new TypeError(`${name} is no object`);
  }
  return data as Record<string, unknown>;
}

export function asString(data: unknown, name: string): string {
  if (typeof data !== 'string') {
    throw new TypeError(`${name} is no text`);
  }
  return data;
}

export function asStrings(data: unknown, name: string): string[] {
  return asList(data, name).map((value) => asString(value, name));
}

export function asList(data: unknown, name: string): unknown[] {
  if (!Array.isArray(data)) {
    throw new TypeError(`${name} is no list`);
  }
  return data;
}

export function asNumber(data: unknown, name: string): number {
  if (typeof data !== 'number') {
    throw new TypeError(`${name} is no number`);
  }
  return data;
}
