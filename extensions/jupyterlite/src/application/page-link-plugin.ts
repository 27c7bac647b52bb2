import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { Widget } from '@lumino/widgets';
import { placeInToolbar } from './toolbar-place.ts';

const PLUGIN = '@lite-build/jupyterlite:page-link';

/** Has a notebook that has a page of its own link to it, in its toolbar. */
export const pageLinkPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: "Links a notebook to its page, in the notebook's toolbar.",
  autoStart: true,
  activate: ({ docRegistry }: JupyterFrontEnd) => {
    const pages = pagesOfSite();
    if (pages.size > 0) {
      docRegistry.addWidgetExtension('Notebook', {
        createNew: ({ toolbar }: IDocumentWidget, context: DocumentRegistry.Context) => {
          const link = new PageLink(pages, context);
          placeInToolbar(toolbar, PLUGIN, link);
          return link;
        },
      });
    }
  },
};

/** A link to a notebook's page, which is there as long as the notebook has one. */
class PageLink extends Widget {
  constructor(pages: ReadonlyMap<string, string>, context: DocumentRegistry.Context) {
    super();
    this.addClass('lite-build-page-link');
    const link = document.createElement('a');
    link.target = '_blank';
    link.textContent = 'Open as page';
    link.title = 'Open the page of this notebook, as it was published';
    this.node.append(link);
    const update = (): void => {
      const page = pages.get(context.path);
      this.setHidden(page === undefined);
      link.href = page === undefined ? '' : new URL(page, PageConfig.getBaseUrl()).href;
    };
    context.pathChanged.connect(update, this);
    update();
  }
}

/** The addresses of the site's pages, by the paths of their notebooks. */
function pagesOfSite(): Map<string, string> {
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Readonly<
    Record<string, { readonly pages?: Readonly<Record<string, string>> } | undefined>
  >;
  return new Map(Object.entries(settings[PLUGIN]?.pages ?? {}));
}
