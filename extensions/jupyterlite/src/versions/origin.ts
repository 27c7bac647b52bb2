import type { Contents } from '@jupyterlab/services';
import { fromBase64 } from '@lite-build/drive/base64';
import { writtenDigest } from '@lite-build/messages/digests';
import type { Origin, Published } from './decision.ts';

/** A file or folder, with the origin that it has, or that a copy of it will have. */
export type OwnModel = Contents.IModel & { readonly origin?: Origin };

/**
 * Give a copy that is about to be stored its origin. It is stored with the copy, in one record.
 *
 * @param path where it is stored.
 * @param model what is stored.
 * @param stored what was stored there before, if anything was.
 * @param published finds out what the site has there.
 */
export async function withOriginOfCopy(
  path: string,
  model: OwnModel,
  stored: OwnModel | undefined,
  published: (path: string) => Promise<Published>,
): Promise<OwnModel> {
  const { origin, ...rest } = model;
  if (model.type === 'directory') {
    return rest;
  }
  // A copy or a move brings the origin of another path with it.
  const carried = [origin, stored?.origin].find((each) => each?.path === path);
  const madeFrom =
    carried !== undefined || stored !== undefined ? carried?.madeFrom : madeNowFrom(await published(path));
  const written =
    madeFrom === null ? null : await writtenDigest(rest.name, await bytesOfModel(rest)).catch(() => null);
  return { ...rest, origin: { path, ...(madeFrom === undefined ? {} : { madeFrom }), written } };
}

/** The bytes of a file as its model has them. */
export async function bytesOfModel({ content, format }: Contents.IModel): Promise<Uint8Array<ArrayBuffer>> {
  const value: unknown = content;
  if (value instanceof Blob) {
    return new Uint8Array(await value.arrayBuffer());
  }
  if (format === 'base64' && typeof value === 'string') {
    return fromBase64(value);
  }
  return new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value ?? ''));
}

function madeNowFrom(published: Published): Origin['madeFrom'] {
  return published === 'unnamed' ? undefined : published;
}
