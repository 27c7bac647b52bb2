import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import type { BucketAccess } from './bucket-requests.ts';

interface Field {
  readonly name: keyof BucketAccess;
  readonly label: string;
  readonly type: 'text' | 'password' | 'url';
  readonly placeholder: string;
}

const FIELDS: readonly Field[] = [
  {
    name: 'address',
    label: 'Address of the server',
    type: 'url',
    placeholder: 'https://s3.eu-central-1.amazonaws.com',
  },
  { name: 'bucket', label: 'Bucket', type: 'text', placeholder: '' },
  { name: 'accessKey', label: 'Access key', type: 'text', placeholder: '' },
  { name: 'secretKey', label: 'Secret key', type: 'password', placeholder: '' },
  { name: 'region', label: 'Region', type: 'text', placeholder: 'where the address does not tell it' },
];

/** What stands in the fields before a reader has written anything. */
export const NO_ACCESS: BucketAccess = { address: '', bucket: '', accessKey: '', secretKey: '', region: '' };

/**
 * Ask the reader for a bucket.
 *
 * @param present what stands in the fields.
 * @param failure what was wrong with it; empty for nothing.
 * @returns null where the reader wants none.
 */
export async function askForBucket(present: BucketAccess, failure: string): Promise<BucketAccess | null> {
  const { button, value } = await showDialog({
    title: 'Open a Bucket',
    body: new BucketForm(present, failure),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Open' })],
    focusNodeSelector: 'input',
  });
  return button.accept ? value : null;
}

class BucketForm extends Widget implements Dialog.IBodyWidget<BucketAccess> {
  constructor(present: BucketAccess, failure: string) {
    super();
    this.addClass('lite-BucketForm');
    for (const { name, label, type, placeholder } of FIELDS) {
      const input = document.createElement('input');
      Object.assign(input, {
        type,
        placeholder,
        value: present[name],
        spellcheck: false,
        autocomplete: 'off',
      });
      input.className = 'jp-mod-styled';
      this.#inputs.set(name, input);
      const line = document.createElement('label');
      line.append(label, input);
      this.node.append(line);
    }
    const note = document.createElement('p');
    note.textContent = 'The keys stay in this page, and are forgotten when it is closed or loaded anew.';
    const told = document.createElement('p');
    told.setAttribute('role', 'alert');
    told.textContent = failure;
    this.node.append(note, told);
  }

  getValue(): BucketAccess {
    const values = FIELDS.map(({ name }) => [name, this.#inputs.get(name)?.value.trim() ?? '']);
    return { ...NO_ACCESS, ...(Object.fromEntries(values) as Partial<BucketAccess>) };
  }

  readonly #inputs = new Map<keyof BucketAccess, HTMLInputElement>();
}
