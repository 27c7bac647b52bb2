import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig, PathExt } from '@jupyterlab/coreutils';
import { tellAddress } from '../application/page-address.ts';
import { storageKind } from '../application/page-storage.ts';
import { Card } from '../cards/card.ts';
import type { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { type CheckedDocument, isNotebookPath, keepShared } from './shared-copy.ts';

const OPEN = 'docmanager:open';
/** Shows a text as it is written. Other viewers act on it: they load what it names, or run it. */
const EDITOR = 'Editor';
const SHOW = 'filebrowser:go-to-path';
/** Applications of JupyterLite that show no documents. */
const WITHOUT_DOCUMENTS = ['/tree', '/consoles', '/repl'];

/** Whether this page shows documents. */
export function showsDocuments(): boolean {
  return !WITHOUT_DOCUMENTS.includes(PageConfig.getOption('appUrl'));
}

/** What an address asks for besides what it brings. */
export interface Asked {
  /** The other parameters of the address. */
  readonly search: URLSearchParams;
  /** The document of the site that is opened where the reader does not want the other; null for none. */
  readonly published: string | null;
}

/** Opens documents from elsewhere, each as a copy of the reader's. */
export class CopyOpener {
  /** @param isSingle whether the page shows one document alone. */
  constructor(application: JupyterFrontEnd, drive: NamedFilesDrive, isSingle: boolean) {
    this.#application = application;
    this.#drive = drive;
    this.#isSingle = isSingle;
  }

  /**
   * Keep a document beside what the reader has, and open it. What goes wrong is told.
   *
   * @param note what the copy's name says of it.
   */
  async open(document: CheckedDocument, note: string, asked: Asked): Promise<void> {
    try {
      const copy = await keepShared(this.#drive.ownWork, document, note);
      if (storageKind() !== 'memory') {
        tellAddress(asked.search, this.#isSingle ? copy : null);
      }
      await this.#open(copy, isNotebookPath(copy) ? {} : { factory: EDITOR });
      const { commands } = this.#application;
      if (commands.hasCommand(SHOW)) {
        await commands.execute(SHOW, { path: copy, dontShowBrowser: true });
      }
    } catch (error) {
      this.tell(`The copy of ${PathExt.basename(document.path)} is not here`, error, asked);
    }
  }

  /** The reader does not want the document: show the site's. */
  leave(asked: Asked): void {
    this.#openPublished(asked);
    if (asked.published === null && this.#isSingle) {
      location.assign(PageConfig.getBaseUrl());
    }
  }

  /** Say that a document is not to be had, and show the site's. */
  tell(title: string, error: unknown, asked: Asked): void {
    const reason = error instanceof Error ? error.message : String(error);
    const { published } = asked;
    const rest =
      published === null ? [] : [`${PathExt.basename(published)} is opened as it is on this site.`];
    new Card().failure(title, [reason, 'Your files are as they were.', ...rest], []);
    this.#openPublished(asked);
  }

  #openPublished({ search, published }: Asked): void {
    tellAddress(search, this.#isSingle ? published : null);
    if (published !== null) {
      void this.#open(published);
    }
  }

  async #open(path: string, how: { readonly factory?: string } = {}): Promise<void> {
    await this.#application.started;
    await this.#application.commands.execute(OPEN, {
      path,
      ...how,
      options: this.#isSingle ? { ref: '_noref' } : {},
    });
  }

  readonly #application: JupyterFrontEnd;
  readonly #drive: NamedFilesDrive;
  readonly #isSingle: boolean;
}
