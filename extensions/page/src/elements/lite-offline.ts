import { currentPage } from '../page.ts';
import { type Word, word } from '../words/words.ts';
import { AuthorMistake } from './author-mistake.ts';
import { LiteElement } from './lite-element.ts';

/**
 * Offers to keep the site in the reader's browser: with its size, how far that is, and a button that removes it.
 *
 * It is there on sites whose settings have `SiteAddon.offline`.
 */
export class LiteOffline extends LiteElement {
  protected override begin(signal: AbortSignal): void {
    signal.addEventListener('abort', () => {
      this.root.replaceChildren();
    });
    const { baseUrl, offline } = currentPage();
    if (offline === null) {
      throw new AuthorMistake(
        'This site is not kept by browsers.',
        'Set SiteAddon.offline to "ask", "visited" or "all" where the site is built.',
      );
    }
    Promise.all([import('../offline/copy-view.ts'), import('../offline/offline-copy.ts')]).then(
      ([{ CopyView }, { OfflineCopy }]) => {
        if (!signal.aborted) {
          const { lang } = document.documentElement;
          const view = new CopyView(new OfflineCopy(baseUrl), (name) => word(name satisfies Word), lang);
          this.root.append(view.node);
          view.begin(signal);
        }
      },
      (error: unknown) => {
        this.complain(error);
      },
    );
  }
}
