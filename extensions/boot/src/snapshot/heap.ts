import { packContainer, unpackContainerInPieces } from '../files/container.ts';

/** The unit, in bytes, in which parts of memory that are empty are left out. */
const PAGE = 4096;
/** The unit, in bytes, in which memory is told to differ between two starts. */
const GRANULE = 64;
const WORD = 4;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A range of memory: its address and its length, in bytes. */
export type Range = readonly [address: number, length: number];

/**
 * Python's memory, told as what differs from the memory of a runtime that was just instantiated.
 *
 * That has the constants of the WebAssembly module at its start, so they need not be transferred twice.
 */
export interface HeapImage {
  /** Which build of Pyodide's WebAssembly it fits, in hex. */
  readonly buildId: string;
  /** The JavaScript objects that Python refers to, as Pyodide lists them. */
  readonly references: unknown;
  /** The size that the memory must have, in bytes. */
  readonly memorySize: number;
  /** How many bytes at the memory's start are told as a difference. */
  readonly baseLength: number;
  /** What in them differs from one start to the next, and so is told as it is. */
  readonly ownRanges: readonly Range[];
  /** Of the words that the difference was made from. */
  readonly baseChecksum: number;
  /** The pages that have something in them. */
  readonly segments: readonly Range[];
  /** What is in them, one after the other, in pieces that are cut where a word ends. */
  readonly pages: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Tell a heap as its difference from the memory of a start.
 *
 * @param heap the whole memory.
 * @param starts the first bytes of the memory of several starts, equally long.
 * @param ownAddresses of words that are an engine's own.
 */
export function heapDifference(
  heap: Uint8Array,
  starts: readonly [Uint8Array<ArrayBuffer>, ...Uint8Array<ArrayBuffer>[]],
  ownAddresses: readonly number[],
): Omit<HeapImage, 'buildId' | 'references'> {
  const [base, ...others] = starts;
  const baseLength = base.length;
  const isOwn = (address: number): boolean =>
    ownAddresses.some((own) => own >= address && own < address + GRANULE) ||
    others.some((other) => !isSame(base, other, address, Math.min(address + GRANULE, baseLength)));
  const ownRanges: Range[] = [];
  const difference = heap.slice();
  for (let address = 0; address < baseLength; address += GRANULE) {
    const length = Math.min(GRANULE, baseLength - address);
    if (isOwn(address)) {
      ownRanges.push([address, length]);
      continue;
    }
    for (let index = address; index < address + length; index += 1) {
      difference[index] = (heap[index] ?? 0) ^ (base[index] ?? 0);
    }
  }
  const segments = usedPages(difference);
  return {
    memorySize: segments.reduce((size, [address, length]) => Math.max(size, address + length), 0),
    baseLength,
    ownRanges,
    baseChecksum: checksum(base, ownRanges),
    segments,
    pages: segments.map(([address, length]) => difference.slice(address, address + length)),
  };
}

/**
 * Turn the memory of a runtime that was just instantiated into the one that the image tells, once: each piece of the
 * image is given up as soon as it is in the memory, so that not all of it is there twice.
 *
 * @param memory of at least the image's size.
 * @param used how many bytes at its start the runtime may have written to; all others are 0.
 * @throws Error where it starts differently from the memory that the image was made from.
 */
export function applyHeap(image: HeapImage, memory: Uint8Array<ArrayBuffer>, used: number): void {
  const { baseLength, ownRanges, segments, pages } = image;
  if (checksum(memory.subarray(0, baseLength), ownRanges) !== image.baseChecksum) {
    throw new Error('the memory of this engine starts differently from the one that made the snapshot');
  }
  for (const [address, length] of ownRanges) {
    memory.fill(0, address, address + length);
  }
  memory.fill(0, baseLength, used);
  let segment = 0;
  let filled = 0;
  for (const piece of pages) {
    for (let left = piece; left.length > 0;) {
      const [start = 0, length = 0] = segments[segment] ?? [];
      const address = start + filled;
      const part = left.subarray(0, length - filled);
      const inBase = Math.min(Math.max(baseLength - address, 0), part.length);
      addDifference(memory.subarray(address, address + inBase), part.subarray(0, inBase));
      memory.set(part.subarray(inBase), address + inBase);
      left = left.subarray(part.length);
      filled += part.length;
      if (filled === length) {
        segment += 1;
        filled = 0;
      }
    }
    piece.buffer.transfer(0);
  }
}

/** Put an image into one file. */
export function packHeap({ pages, ...header }: HeapImage): Uint8Array<ArrayBuffer> {
  return packContainer(header, pages);
}

/**
 * The inverse of `packHeap`.
 *
 * @param packed in pieces, each the whole of its buffer, that are cut where a word ends.
 * @throws TypeError where the bytes are no image.
 */
export function unpackHeap(packed: readonly Uint8Array<ArrayBuffer>[]): HeapImage {
  const { header, payload } = unpackContainerInPieces(packed);
  const image = { ...(header as Omit<HeapImage, 'pages'>), pages: payload };
  const told = image.segments.reduce((sum, [, length]) => sum + length, 0);
  const present = payload.reduce((sum, piece) => sum + piece.length, 0);
  if (told !== present) {
    throw new TypeError(`the snapshot has ${present} bytes of memory and tells of ${told}`);
  }
  return image;
}

/** Both are as long, and begin and end where a word does. */
function addDifference(memory: Uint8Array<ArrayBuffer>, difference: Uint8Array<ArrayBuffer>): void {
  const words = wordsOf(memory);
  const added = wordsOf(difference);
  for (let index = 0; index < words.length; index += 1) {
    words[index] = (words[index] ?? 0) ^ (added[index] ?? 0);
  }
}

function wordsOf(bytes: Uint8Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / WORD));
}

function isSame(one: Uint8Array, other: Uint8Array, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) {
    if (one[index] !== other[index]) {
      return false;
    }
  }
  return true;
}

function usedPages(memory: Uint8Array<ArrayBuffer>): Range[] {
  const words = wordsOf(memory);
  const used: [number, number][] = [];
  for (let start = 0; start < words.length; start += PAGE / WORD) {
    if (words.subarray(start, start + PAGE / WORD).every((word) => word === 0)) {
      continue;
    }
    const address = start * WORD;
    const last = used.at(-1);
    if (last !== undefined && last[0] + last[1] === address) {
      last[1] += PAGE;
    } else {
      used.push([address, PAGE]);
    }
  }
  return used;
}

/** FNV-1a over words: http://www.isthe.com/chongo/tech/comp/fnv/. It tells engines apart, not attackers. */
function checksum(memory: Uint8Array<ArrayBuffer>, left: readonly Range[]): number {
  const words = wordsOf(memory);
  let sum = FNV_START;
  let position = 0;
  for (const [address, length] of [...left, [words.length * WORD, 0] as const]) {
    for (const end = address / WORD; position < end; position += 1) {
      sum = Math.imul(sum ^ (words[position] ?? 0), FNV_PRIME);
    }
    position = (address + length) / WORD;
  }
  return sum >>> 0;
}
