import { Notification } from '@jupyterlab/apputils';
import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { FRESH, isFresh, storageKind } from '../application/page-storage.ts';
import { Bar, type BarContent } from './bar.ts';
import { compareNotebooks, compareTexts, type Piece } from './comparison.ts';
import { comparisonView } from './comparison-view.ts';
import { tellFailure } from './failure.ts';

const FRESH_TEXT = 'This is the file as it was published. Nothing that you do in this tab is kept.';
const MEMORY_TEXT =
  'Nothing that you do in this tab is kept: a reload forgets it. Download what you want to keep.';

/** Tells above a document that the site has something else than the reader, and what to do about it. */
export class VersionsBar extends Bar {
  constructor(drive: NamedFilesDrive, context: DocumentRegistry.Context) {
    super("Your version and the site's");
    this.#drive = drive;
    this.#context = context;
    const update = (): void => {
      this.#update().catch((error: unknown) => {
        console.warn(error);
      });
    };
    void context.ready.then(update);
    context.pathChanged.connect(update, this);
    context.fileChanged.connect(update, this);
    drive.ownWork.replaced.connect((_, path) => {
      if (path === context.localPath) {
        readAnew(drive, context).catch((error: unknown) => {
          tellFailure(error, `${path} is shown as it was`);
        });
      }
    }, this);
    drive.fileChanged.connect((_, { oldValue, newValue }) => {
      if (oldValue?.path === context.localPath || newValue?.path === context.localPath) {
        update();
      }
    }, this);
  }

  async #update(): Promise<void> {
    const path = this.#context.localPath;
    const { ownWork } = this.#drive;
    const relation = await ownWork.relation(path);
    const copy = PathExt.basename(await ownWork.pathOfCopy(path));
    if (this.isDisposed || path !== this.#context.localPath) {
      return;
    }
    switch (relation) {
      case 'both':
        this.say(
          this.#question('You have changed this file, and the site has a newer one. You see yours.', copy),
        );
        break;
      case 'unknown':
        this.say(
          this.#question(
            'The site has another version of this file. What yours was made from is not known. You see yours.',
            copy,
          ),
        );
        break;
      case 'removed':
        this.say({
          text: 'The site does not have this file any more. You see your copy, and it stays.',
          actions: [this.#keeping],
        });
        break;
      default:
        this.say(
          storageKind() === 'memory' ? { text: isFresh() ? FRESH_TEXT : MEMORY_TEXT, actions: [] } : null,
        );
    }
  }

  /** @param copy the name that the reader's version would have beside the site's. */
  #question(text: string, copy: string): BarContent {
    const path = this.#context.localPath;
    return {
      text,
      link: { label: 'See the new one', address: freshAddress(path) },
      details: { label: 'Compare', make: async () => comparisonView(await comparison(this.#drive, path)) },
      actions: [
        {
          label: `Take the new one, keep mine as "${copy}"`,
          act: async () => {
            // While it is fetched the reader may go on to type.
            await this.#drive.ownWork.fetchPublished(path);
            await this.#saveEdits();
            await this.#drive.ownWork.takePublishedBeside(path);
          },
        },
        this.#keeping,
      ],
    };
  }

  get #keeping(): BarContent['actions'][number] {
    const path = this.#context.localPath;
    return {
      label: 'Keep mine',
      act: async () => {
        await this.#drive.ownWork.keepMine(path);
      },
    };
  }

  /** What the editor has and storage has not is the reader's too. */
  async #saveEdits(): Promise<void> {
    if (this.#context.model.dirty) {
      await this.#context.save();
    }
  }

  readonly #drive: NamedFilesDrive;
  readonly #context: DocumentRegistry.Context;
}

/** Documents that are read anew, one time after the other: each may be shown twice. */
const readings = new WeakMap<DocumentRegistry.Context, Promise<void>>();

/** Show what is at a document's path now. */
async function readAnew(drive: NamedFilesDrive, context: DocumentRegistry.Context): Promise<void> {
  const before = readings.get(context)?.catch(() => undefined) ?? Promise.resolve();
  const reading = before.then(async () => {
    await keepEdits(drive, context);
    await context.revert();
  });
  readings.set(context, reading);
  await reading;
}

/** Store what an editor has and storage has not, beside the document. */
async function keepEdits(drive: NamedFilesDrive, context: DocumentRegistry.Context): Promise<void> {
  const { model, localPath } = context;
  if (model.dirty) {
    const { type, format } = context.contentsModel ?? {};
    const content: unknown = format === 'json' ? model.toJSON() : model.toString();
    const copy = await drive.ownWork.pathOfCopy(localPath);
    await drive.save(copy, { ...(type && { type }), format: format ?? 'text', content });
    Notification.info(`What you typed into ${localPath} meanwhile is "${copy}".`, { autoClose: false });
  }
}

/** Compare the reader's copy with what the site has. */
export async function comparison(drive: NamedFilesDrive, path: string): Promise<Piece[]> {
  const [mine, theirs] = [await drive.ownWork.read(path), await drive.published.read(path)].map((content) =>
    content === null ? null : new TextDecoder().decode(content),
  );
  if (typeof mine !== 'string' || typeof theirs !== 'string') {
    throw new Error('there are no two versions any more');
  }
  if (PathExt.extname(path).toLowerCase() === '.ipynb') {
    try {
      const pieces = compareNotebooks(JSON.parse(mine), JSON.parse(theirs));
      if (pieces !== null) {
        return pieces;
      }
    } catch (error) {
      console.warn(`${path} is compared as text: ${String(error)}`);
    }
  }
  return compareTexts(mine, theirs);
}

/** Where the published state of a document is shown, with nothing of the reader's. */
function freshAddress(path: string): string {
  const app = PageConfig.getOption('appUrl').replace(/^\/+/, '');
  const address = new URL(`${app}/index.html`, PageConfig.getBaseUrl());
  address.search = `?path=${encodeURIComponent(path)}&${FRESH}`;
  return address.href;
}
