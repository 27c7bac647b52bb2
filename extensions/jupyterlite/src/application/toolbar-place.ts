import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { Widget } from '@lumino/widgets';

/** What stands left of the kernel in a notebook's toolbar. */
const SPACE = 'spacer';

/** Put something into a notebook's toolbar, left of the kernel, once JupyterLab has filled it. */
export function placeInToolbar(toolbar: IDocumentWidget['toolbar'], name: string, item: Widget): void {
  const place = (): boolean =>
    [...toolbar.names()].includes(SPACE) && toolbar.insertBefore(SPACE, name, item);
  // JupyterLab fills a toolbar once it has read its settings.
  const filling = new MutationObserver(() => {
    if (place()) {
      filling.disconnect();
    }
  });
  if (!place()) {
    filling.observe(toolbar.node, { childList: true });
  }
  item.disposed.connect(() => {
    filling.disconnect();
  });
}
