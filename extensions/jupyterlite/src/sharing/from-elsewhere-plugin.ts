import {
  ILabShell,
  IRouter,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin,
} from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { type Contents, IDefaultDrive } from '@jupyterlab/services';
import { Card } from '../cards/card.ts';
import { NamedFilesDrive } from '../drive/named-files-drive.ts';
import { type Asked, CopyOpener, showsDocuments } from './copy-opener.ts';
import { fetchedDocument } from './fetched-document.ts';
import { type RemoteDocument, remoteDocument } from './repositories.ts';
import { checkedDocument } from './shared-copy.ts';

const PLUGIN = '@lite-build/jupyterlite:from-elsewhere';
const COMMAND = 'lite-build:open-from-elsewhere';
/** As what opens a document that the address brings. */
const RANK = 90;
/** What an address says of a document of another host. */
const PARAMETERS = ['from', 'repo', 'ref', 'path'];

/**
 * Opens a document of another host that the address names, as a copy: where the site allows it, and the reader does.
 *
 * Nothing is asked of another host before.
 */
export const fromElsewherePlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Opens a document of another host that the address names, as a copy.',
  autoStart: true,
  requires: [IRouter, IDefaultDrive],
  optional: [ILabShell],
  activate: (
    application: JupyterFrontEnd,
    router: IRouter,
    drive: Contents.IDrive,
    labShell: ILabShell | null,
  ) => {
    if (!(drive instanceof NamedFilesDrive) || !showsDocuments()) {
      return;
    }
    const opener = new CopyOpener(application, drive, labShell === null);
    application.commands.addCommand(COMMAND, {
      label: 'Open a document of another host',
      describedBy: { args: { type: 'object', properties: { search: { type: 'string' } } } },
      execute: ({ search: query }) => {
        const all = new URLSearchParams(typeof query === 'string' ? query : '');
        const search = new URLSearchParams([...all].filter(([name]) => !PARAMETERS.includes(name)));
        const asked: Asked = { search, published: null };
        try {
          const remote = remoteDocument(all);
          if (remote === null) {
            return;
          }
          if (!isAllowed()) {
            throw new Error(
              `This site opens nothing of other hosts. Download the file from ${remote.address.host}, ` +
                'and upload it here.',
            );
          }
          ask(remote, asked, opener);
        } catch (error) {
          opener.tell('The document is not opened', error, asked);
        }
        return router.stop;
      },
    });
    router.register({ command: COMMAND, pattern: /[?&](?:from|repo)=/, rank: RANK });
  },
};

function ask(remote: RemoteDocument, asked: Asked, opener: CopyOpener): void {
  const { address, name } = remote;
  new Card().question(
    `Fetch ${name} from ${address.host}?`,
    [
      'This page asks that host for it, if you want it. What the file says may be anybody\u2019s. It becomes a file ' +
        'beside yours, and changes none of them. Nothing is run before you run it. If the host sends the page on to ' +
        'another one, that is asked too, but nothing is taken from it.',
    ],
    address.href,
    [
      { label: 'Fetch it', act: () => void fetchAndOpen(remote, asked, opener) },
      {
        label: 'Leave it',
        act: () => {
          opener.leave(asked);
        },
      },
    ],
  );
}

async function fetchAndOpen(remote: RemoteDocument, asked: Asked, opener: CopyOpener): Promise<void> {
  const card = new Card();
  card.progress(`Fetching ${remote.name}`, null);
  try {
    const document = checkedDocument(await fetchedDocument(remote));
    card.close();
    await opener.open(document, `from ${remote.address.host.replace(':', ' ')}`, asked);
  } catch (error) {
    card.close();
    opener.tell(`${remote.name} is not here`, error, asked);
  }
}

/** Whether the site allows its readers to open documents of other hosts. */
function isAllowed(): boolean {
  const settings = JSON.parse(PageConfig.getOption('litePluginSettings') || '{}') as Readonly<
    Record<string, { readonly isAllowed?: boolean } | undefined>
  >;
  return settings[PLUGIN]?.isAllowed === true;
}
