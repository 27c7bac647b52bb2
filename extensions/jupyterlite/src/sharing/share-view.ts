import { Clipboard } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { download } from '../own-work/carried-work.ts';
import { documentAddress, sharedAddress } from './addresses.ts';
import { type MadeFile, madeFile } from './made-file.ts';
import { isNotebookPath, isNotebookText } from './shared-copy.ts';
import { LONG } from './shared-address.ts';
import { withoutOutputs } from './opened-text.ts';

/** What is to be shared. */
export interface Shared {
  readonly path: string;
  readonly isPublished: boolean;
  /** The name of a notebook's cell that the address of what is published leads to. */
  readonly cell: string | null;
  /** The reader's version; null where it is no text. */
  readonly text: string | null;
  /** Makes a page of the reader's version; null of what is no notebook. */
  readonly page: MadeFile | null;
  /** Makes a zip of the site with the reader's files; null where it has no list of its files. Rejects in words. */
  readonly site: Promise<MadeFile | null>;
}

/**
 * Shows how a document can be shared. Nothing is sent anywhere by it.
 *
 * @param closed ends what is being made.
 */
export function shareView(shared: Shared, closed: AbortSignal): HTMLElement {
  const view = document.createElement('div');
  view.className = 'lite-build-share';
  view.append(published(shared), mine(shared));
  if (shared.text !== null) {
    view.append(asFile(shared.path, shared.text, shared.page, closed));
  }
  const showSite = (content: readonly HTMLElement[]): void => {
    view.append(section('The whole site', content));
  };
  void shared.site.then(
    (site) => {
      if (site !== null) {
        showSite(madeFile(site, closed));
      }
    },
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      showSite([note(`It cannot be had as a zip now. ${reason}`)]);
    },
  );
  return view;
}

function published({ path, isPublished, cell }: Shared): HTMLElement {
  if (!isPublished) {
    return section('As it was published', [note('This site has no such file: it is yours alone.')]);
  }
  const says = [
    'It opens the file of this site, with nothing of yours.',
    ...(cell === null ? [] : ['It begins at the cell that you are in.']),
  ];
  const field = new AddressField('Address of the published document');
  field.show(documentAddress(path, cell));
  return section('As it was published', [note(says.join(' ')), field.element]);
}

function mine({ path, text, isPublished }: Shared): HTMLElement {
  const title = 'Your version, in the address';
  if (text === null) {
    return section(title, [note('This is no text. Send the file: menu File, Download.')]);
  }
  const says = note(
    'All of it stands in the address, and nothing is sent anywhere. Whoever has the address can read it. ' +
      'It opens as a copy, and nothing of it is run.',
  );
  const field = new AddressField('Address with your version');
  const size = note('');
  size.role = 'status';
  let latest = 0;
  const update = async (shownText: string): Promise<void> => {
    latest += 1;
    const number = latest;
    // Nobody copies the address of what was left out meanwhile.
    field.show('');
    const [address, words] = await sharedAddress({ path, text: shownText }, isPublished).then(
      (made) => [made, sizeInWords(made.length)] as const,
      (error: unknown) =>
        ['', `${error instanceof Error ? error.message : String(error)} Send the file instead.`] as const,
    );
    if (number === latest) {
      field.show(address);
      size.textContent = words;
    }
  };
  const parts = [says, field.element, size];
  if (isNotebookPath(path) && isNotebookText(text)) {
    const [label, box] = checkbox('With outputs and saved widgets');
    box.checked = true;
    box.addEventListener('change', () => {
      void update(box.checked ? text : withoutOutputs(text));
    });
    parts.splice(1, 0, label);
  }
  void update(text);
  return section(title, parts);
}

function asFile(path: string, text: string, page: Shared['page'], closed: AbortSignal): HTMLElement {
  const file = button('Download the file');
  file.addEventListener('click', () => {
    download(new File([text], PathExt.basename(path), { type: 'application/octet-stream' }));
  });
  return section('As a file', page === null ? [file] : [file, ...madeFile(page, closed)]);
}

function sizeInWords(characters: number): string {
  const size = `${characters.toLocaleString('en')} characters.`;
  return characters > LONG
    ? `${size} That is long: programs for mail and chat may cut it off. Try it, or send the file.`
    : size;
}

/** An address that can be copied. */
class AddressField {
  readonly element = document.createElement('div');

  constructor(label: string) {
    this.element.className = 'lite-build-share-address';
    this.#input.readOnly = true;
    this.#input.ariaLabel = label;
    this.#input.addEventListener('focus', () => {
      this.#input.select();
    });
    this.#button.type = 'button';
    this.#button.className = 'jp-mod-styled';
    this.#button.textContent = 'Copy';
    this.#button.addEventListener('click', () => {
      Clipboard.copyToSystem(this.#input.value);
      this.#copied.textContent = 'Copied';
    });
    this.#copied.role = 'status';
    this.element.append(this.#input, this.#button, this.#copied);
  }

  /** Show an address; an empty one where there is none. */
  show(address: string): void {
    this.#input.value = address;
    this.#button.disabled = address === '';
    this.#copied.textContent = '';
  }

  readonly #input = document.createElement('input');
  readonly #button = document.createElement('button');
  readonly #copied = document.createElement('span');
}

function section(title: string, content: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  made.append(heading, ...content);
  return made;
}

function note(text: string): HTMLElement {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}

function checkbox(text: string): [HTMLLabelElement, HTMLInputElement] {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  label.append(box, text);
  return [label, box];
}

function button(text: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'jp-mod-styled';
  made.textContent = text;
  return made;
}
