import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Dialog, ICommandPalette, ToolbarButton } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { type DocumentRegistry, DocumentWidget, type IDocumentWidget } from '@jupyterlab/docregistry';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { Widget } from '@lumino/widgets';
import { placeInToolbar } from '../application/toolbar-place.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { tellingFailures } from '../own-work/failure.ts';
import { openedText } from './opened-text.ts';
import { pageDownload } from './page-download.ts';
import { publishedCell } from './published-cell.ts';
import { isNotebookPath } from './shared-copy.ts';
import { shareView } from './share-view.ts';
import { siteDownload } from './site-download.ts';

const SHARE = 'lite-build:share';
/** Of the file menu: below what is done with the reader's own work. */
const RANK = 31;

/** Shares the document in front: an address of what is published, or one that has the reader's version in it. */
export const sharePlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:share',
  description: 'Shares a document by an address or as a file.',
  autoStart: true,
  requires: [IDefaultDrive],
  optional: [ICommandPalette, IMainMenu],
  activate: (
    { commands, docRegistry, serviceManager, shell }: JupyterFrontEnd,
    drive: Contents.IDrive,
    palette: ICommandPalette | null,
    menu: IMainMenu | null,
  ) => {
    if (!(drive instanceof NamedFilesDrive)) {
      return;
    }
    const inFront = (): DocumentWidget | null => {
      const widget = shell.currentWidget;
      const isOurs =
        widget instanceof DocumentWidget && serviceManager.contents.driveName(widget.context.path) === '';
      return isOurs ? widget : null;
    };
    commands.addCommand(SHARE, {
      label: 'Share…',
      caption: 'Share this document by an address, or as a file',
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => inFront() !== null,
      execute: tellingFailures(async () => {
        const widget = inFront();
        if (widget !== null) {
          await share(drive, widget);
        }
      }),
    });
    menu?.fileMenu.addGroup([{ command: SHARE }], RANK);
    palette?.addItem({ command: SHARE, category: 'File Operations' });
    docRegistry.addWidgetExtension('Notebook', {
      createNew: ({ toolbar }: IDocumentWidget) => {
        const button = new ToolbarButton({
          label: 'Share',
          tooltip: 'Share this notebook by an address, or as a file',
          onClick: () => {
            void commands.execute(SHARE);
          },
        });
        placeInToolbar(toolbar, SHARE, button);
        return button;
      },
    });
  },
};

async function share(drive: NamedFilesDrive, widget: DocumentWidget): Promise<void> {
  const context: DocumentRegistry.Context = widget.context;
  const path = context.localPath;
  // Another drive may have a file of the same path.
  const isOfSite = context.path === path;
  const isPublished = isOfSite && (await drive.published.find(path)) !== null;
  const cell = activeCell(widget.content);
  const text = openedText(context);
  const isPaged = text !== null && isNotebookPath(path);
  const unsaved = isOfSite && text !== null && context.model.dirty ? { path, text } : null;
  const closing = new AbortController();
  const shared = {
    path,
    isPublished,
    cell: isPublished && cell !== null ? await publishedCell(path, cell) : null,
    text,
    page: isPaged ? pageDownload(drive, { path, text, isOfSite, isPublished }) : null,
    site: siteDownload(drive.ownWork, unsaved, closing.signal),
  };
  const body = new Widget({ node: shareView(shared, closing.signal) });
  const title = `Share ${PathExt.basename(path)}`;
  const dialog = new Dialog({ title, body, buttons: [Dialog.okButton({ label: 'Close' })] });
  dialog.node.ariaLabel = title;
  await dialog.launch();
  closing.abort();
}

/** The name of the cell that a notebook has in front; null of other documents. */
function activeCell(content: Widget & { activeCell?: { model?: { id?: unknown } } | null }): string | null {
  const id = content.activeCell?.model?.id;
  return typeof id === 'string' ? id : null;
}
