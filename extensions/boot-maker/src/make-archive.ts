import { packArchive, type PartFile, type WheelFile } from '@lite-build/boot/packages/archive';
import { readMember } from '@lite-build/boot/packages/wheel-member';
import type { SnapshotJob } from './job.ts';
import { placeOf, sourceOf } from './places.ts';

/**
 * Put the archive together.
 *
 * Of files that several wheels install, the last one's are there, as an installer would leave them.
 */
export function makeArchive(
  { files, added, parts }: Pick<SnapshotJob, 'files' | 'added' | 'parts'>,
  readWheel: (wheel: number) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const members = new Map(files.map(([path, ...member]) => [path, member] as const));
  const metadata = [...members]
    .filter(([path]) => placeOf(path) === 'archive')
    .map(([path, member]) => ({ path, content: readMember(readWheel(member[0]), member) }));
  const texts = added.map(([path, content]) => ({ path, content: new TextEncoder().encode(content) }));
  const inParts = parts.flatMap(({ wheel, places }, part) =>
    places
      .filter(([path]) => members.get(sourceOf(path))?.[0] === wheel)
      .map(([path, offset, length]): PartFile => {
        // Where compiled bytecode is not to be had, Python compiles; a wheel's own would be another.
        const inWheel = placeOf(path) === 'part' ? (members.get(path) ?? null) : null;
        return [path, part, offset, length, inWheel];
      }),
  );
  const compiled = new Set(inParts.map(([path]) => path));
  const inWheels = [...members]
    .filter(([path]) => placeOf(path) !== 'archive' && !compiled.has(path))
    .map(([path, member]): WheelFile => [path, ...member]);
  return packArchive([...metadata, ...texts], inParts, inWheels);
}
