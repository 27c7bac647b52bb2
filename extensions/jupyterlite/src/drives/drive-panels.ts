import { ILabShell, ILayoutRestorer, type JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { closeIcon, type LabIcon, ToolbarButton } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import { type DriveKind, siteDrives } from './site-drives.ts';

/** Where JupyterLab's own file browser stands in the side bar; what the site names first is above it. */
const RANK_OF_SITE = 100;

/** A drive's part in the side bar. */
export interface DrivePanel {
  readonly name: string;
  readonly kind: DriveKind;
  readonly icon: LabIcon;
  /** Close the drive, as the reader has asked. */
  readonly close: () => Promise<void>;
}

/** The file browsers of the drives beside the site's, in the side bar of JupyterLab: other apps have none. */
export class DrivePanels {
  constructor(application: JupyterFrontEnd) {
    this.#application = application;
  }

  /** Show a drive's files. */
  async show({ name, kind, icon, close }: DrivePanel): Promise<void> {
    if (!hasSideBar()) {
      return;
    }
    this.#panels.get(name)?.dispose();
    const { IFileBrowserFactory } = await import('@jupyterlab/filebrowser');
    const factory = await this.#application.resolveRequiredService(IFileBrowserFactory);
    const id = `lite-build-drive-${name}`;
    const browser = factory.createFileBrowser(id, { driveName: name, state: null });
    // Folders have none here.
    browser.showLastModifiedColumn = false;
    browser.title.icon = icon;
    browser.title.caption = name;
    browser.node.setAttribute('role', 'region');
    browser.node.setAttribute('aria-label', name);
    const title = new Widget({ node: document.createElement('strong') });
    title.node.textContent = name;
    title.addClass('lite-DriveName');
    browser.toolbar.addItem('name', title);
    const tooltip = `Close “${name}”`;
    const button = new ToolbarButton({ icon: closeIcon, tooltip, onClick: () => void close() });
    browser.toolbar.addItem('close', button);
    const places = siteDrives();
    const rank = RANK_OF_SITE + places.indexOf(kind) - places.indexOf('site');
    this.#application.shell.add(browser, 'left', { rank, type: 'File Browser' });
    const restorer = await this.#application.resolveOptionalService(ILayoutRestorer);
    restorer?.add(browser, id);
    this.#panels.set(name, browser);
  }

  /** Bring a drive's files to the front. */
  activate(name: string): void {
    const panel = this.#panels.get(name);
    if (panel !== undefined) {
      this.#application.shell.activateById(panel.id);
    }
  }

  /** Bring a drive's files to the front where the reader has chosen nothing else in this browser. */
  async activateAtFirst(name: string): Promise<void> {
    const shell = await this.#application.resolveOptionalService(ILabShell);
    if ((await shell?.restored)?.fresh === true) {
      this.activate(name);
    }
  }

  /** Show a drive's files no longer. */
  remove(name: string): void {
    this.#panels.get(name)?.dispose();
    this.#panels.delete(name);
  }

  readonly #application: JupyterFrontEnd;
  readonly #panels = new Map<string, Widget>();
}

/** Whether this page is JupyterLab's. */
export function hasSideBar(): boolean {
  return /\/lab\b/.test(PageConfig.getOption('appUrl'));
}
