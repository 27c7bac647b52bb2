import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { DisposableDelegate } from '@lumino/disposable';
import { extendEveryDocument } from '../application/every-document.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { ElsewhereBar } from './elsewhere-bar.ts';
import { VersionsBar } from './versions-bar.ts';

/** Says above a document that the site has another version than the reader. */
export const versionsPlugin: JupyterFrontEndPlugin<void> = {
  id: '@lite-build/jupyterlite:versions',
  description: "Says above a document that the site has another version than the reader's.",
  autoStart: true,
  requires: [IDefaultDrive],
  activate: ({ docRegistry, serviceManager }: JupyterFrontEnd, drive: Contents.IDrive) => {
    if (!(drive instanceof NamedFilesDrive)) {
      return;
    }
    const { contents } = serviceManager;
    const extension: DocumentRegistry.WidgetExtension = {
      createNew: (widget: IDocumentWidget, context: DocumentRegistry.Context) => {
        if (!(widget instanceof MainAreaWidget) || contents.driveName(context.path) !== '') {
          return;
        }
        const bars = [new VersionsBar(drive, context), new ElsewhereBar(context)];
        bars.forEach((bar) => {
          widget.contentHeader.addWidget(bar);
        });
        return new DisposableDelegate(() => {
          bars.forEach((bar) => {
            bar.dispose();
          });
        });
      },
    };
    extendEveryDocument(docRegistry, extension);
  },
};
