/**
 * What is used of JupyterLab's file browser and menus, which the page has. The packages themselves would bring many others
 * to each installation of ours, for these names.
 *
 * Source: `packages/filebrowser/src/tokens.ts`, `browser.ts` and `listing.ts`, `packages/mainmenu/src/tokens.ts` of
 * JupyterLab 4.6.
 */
declare module '@jupyterlab/filebrowser' {
  import type { Contents } from '@jupyterlab/services';
  import type { Token } from '@lumino/coreutils';
  import type { Widget } from '@lumino/widgets';

  export interface FileBrowser extends Widget {
    readonly model: { refresh(): Promise<void> };
    showLastModifiedColumn: boolean;
    readonly toolbar: Widget & { addItem(name: string, widget: Widget): boolean };
    selectedItems(): IterableIterator<Contents.IModel>;
  }

  export interface IFileBrowserFactory {
    createFileBrowser(id: string, options: { driveName: string; state: null }): FileBrowser;
    readonly tracker: {
      readonly currentWidget: FileBrowser | null;
      forEach(callback: (browser: FileBrowser) => void): void;
    };
  }
  export const IFileBrowserFactory: Token<IFileBrowserFactory>;

  export const DirListing: {
    readonly defaultRenderer: {
      updateItemNode(node: HTMLElement, model: Contents.IModel, ...more: unknown[]): void;
    };
  };
}

declare module '@jupyterlab/mainmenu' {
  import type { Token } from '@lumino/coreutils';

  export interface IMainMenu {
    readonly fileMenu: { addGroup(items: { command: string }[], rank?: number): unknown };
  }
  export const IMainMenu: Token<IMainMenu>;
}
