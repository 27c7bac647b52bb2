import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { VIEW_MIME_TYPE } from './saved/content.ts';
import {
  type NotebookContent,
  type NotebookContext,
  openNotebook,
  type RendererRegistry,
} from './saved/open-notebook.ts';
import { SavedWidgetRenderer } from './saved/saved-renderer.ts';
import { judgeOfPage, PLUGIN_ID } from './saved/settings.ts';
import { ANYWIDGETS_OWN_PLUGIN } from './widget-plugin.ts';

/** The name of JupyterLab's notebook among the factories of document widgets. */
const NOTEBOOK = 'Notebook';
/** That of ipywidgets' own renderers. */
const RANK = -10;

/** Shows the widgets that a notebook was saved with before it has a kernel. */
export const savedWidgetsPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Shows saved AFM widgets before there is a kernel.',
  autoStart: true,
  // Not for its registry: widget managers shall know our classes, and be there first.
  requires: [IJupyterWidgetRegistry],
  activate: (application) => {
    if (application.hasPlugin(ANYWIDGETS_OWN_PLUGIN)) {
      return;
    }
    const judge = judgeOfPage();
    application.docRegistry.addWidgetExtension(NOTEBOOK, {
      createNew: (widget, context) => {
        // JupyterLab's notebooks are made by the factory of this name alone.
        const { content } = widget as unknown as IDocumentWidget & { readonly content: NotebookContent };
        const notebook = openNotebook(context as unknown as NotebookContext, judge);
        notebook.tabs.add(content);
        widget.disposed.connect(() => notebook.tabs.delete(content));
        const { rendermime } = content;
        const { promise: factory, resolve } = Promise.withResolvers<IRenderMime.IRendererFactory>();
        rendermime.addFactory(
          {
            // Of cells that are not trusted it shows what it can vouch for.
            safe: true,
            mimeTypes: [VIEW_MIME_TYPE],
            createRenderer: (options) =>
              new SavedWidgetRenderer(options, notebook, { factory, others: rendermime }),
          },
          RANK,
        );
        keepFactory(rendermime, resolve);
      },
    });
  },
};

/**
 * Keep the renderer of widgets that a notebook has: once there is a kernel, ipywidgets puts its own in that place.
 *
 * @param found is told of ipywidgets' own.
 */
function keepFactory(
  rendermime: RendererRegistry,
  found: (factory: IRenderMime.IRendererFactory) => void,
): void {
  const add = rendermime.addFactory.bind(rendermime);
  const remove = rendermime.removeMimeType.bind(rendermime);
  rendermime.addFactory = (factory, rank) => {
    if (factory.mimeTypes.includes(VIEW_MIME_TYPE)) {
      found(factory);
    } else {
      add(factory, rank);
    }
  };
  rendermime.removeMimeType = (mimeType) => {
    if (mimeType !== VIEW_MIME_TYPE) {
      remove(mimeType);
    }
  };
}
