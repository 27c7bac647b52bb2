import type { Contents } from '@jupyterlab/services';
import type { DirListing as Listing } from '@jupyterlab/filebrowser';
import type { Relation } from '../versions/decision.ts';

/** What a mark says in short, and in full. */
interface Mark {
  readonly text: string;
  readonly title: string;
}

const NEWER: Mark = {
  text: 'newer on the site',
  title: 'You have another version of this file, and the site has a newer one. Open it to choose.',
};
const MARKS: Readonly<Partial<Record<Relation, Mark>>> = {
  own: { text: 'mine', title: 'Only this browser has this file' },
  changed: { text: 'changed', title: 'You have changed this file of the site' },
  both: NEWER,
  unknown: NEWER,
  removed: { text: 'not on the site', title: 'The site has this file no more. This is your copy' },
};

/** Have a renderer of JupyterLab's file browser mark what is the reader's. */
export function markFiles(renderer: typeof Listing.defaultRenderer): void {
  const update = renderer.updateItemNode.bind(renderer);
  renderer.updateItemNode = (node, model, ...more) => {
    update(node, model, ...more);
    const mark = MARKS[(model as Contents.IModel & { relation?: Relation }).relation ?? 'saved'];
    const present = node.querySelector<HTMLElement>('.lite-build-mark');
    if (mark === undefined) {
      present?.remove();
      return;
    }
    const element = present ?? document.createElement('span');
    element.className = 'lite-build-mark';
    element.textContent = mark.text;
    element.title = mark.title;
    if (present === null) {
      node.querySelector('.jp-DirListing-itemText')?.after(element);
    }
  };
}
