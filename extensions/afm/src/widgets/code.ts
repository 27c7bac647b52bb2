import { moduleFile, readImportedFile } from '../models/imported-files.ts';
import { type Model, widgetName } from '../models/model.ts';
import { type CopyOf, styleWithCopies } from '../modules/copies.ts';
import {
  fetchSiteFile,
  isAddress,
  moduleOfSite,
  moduleOfTrait,
  type ModuleSource,
  type ReadSiteFile,
  sitePath,
} from '../modules/source.ts';
import { WidgetError } from './failure.ts';

/** What a page says of the code of its widgets. */
export interface CodeHost {
  /** Where a widget's module comes from; where undefined, its `_esm` trait says it. */
  moduleOf?(model: Model): ModuleSource | Promise<ModuleSource> | undefined;
  /** A widget's style, as text or an address, empty for none; where undefined, its `_css` trait says it. */
  styleOf?(model: Model): string | Promise<string> | undefined;
  /** Reads what `site:` names; without this, files by addresses relative to the page's. */
  readonly readSiteFile?: ReadSiteFile;
  /** Where the page has copies of what widgets import from other hosts. */
  readonly copyOf?: CopyOf;
}

/** The models of a page that are open, each with the signal that ends with it. */
export type OpenModels = () => Iterable<readonly [Model, AbortSignal]>;

/** Where the code of a page's widgets comes from: the host, else their traits. */
export class Code {
  readonly #host: CodeHost;
  readonly #openModels: OpenModels;

  constructor(host: CodeHost, openModels: OpenModels) {
    this.#host = host;
    this.#openModels = openModels;
  }

  /** @throws Error where a file of the site's cannot be had. */
  moduleOf(model: Model, signal: AbortSignal): ModuleSource | Promise<ModuleSource> {
    const asked = this.#host.moduleOf?.(model);
    if (asked !== undefined) {
      return asked;
    }
    const esm = textOf(model.get('_esm'));
    const inSite = sitePath(esm);
    if (inSite !== null) {
      return moduleOfSite(inSite, this.#readSiteFile, signal);
    }
    const file = moduleFile(model);
    return file === null
      ? moduleOfTrait(esm, `${widgetName(model)}.js`)
      : {
          kind: 'text',
          text: esm,
          file,
          folder: folderOf(model),
          readSibling: (path, reading) => this.#read(model, path, reading),
        };
  }

  /** @throws Error where a file of the site's cannot be had. */
  styleOf(model: Model, signal: AbortSignal): string | Promise<string> {
    const asked = this.#host.styleOf?.(model);
    if (asked !== undefined) {
      return asked;
    }
    const css = textOf(model.get('_css'));
    const inSite = sitePath(css);
    return inSite === null ? this.#withCopies(css) : this.#readStyle(inSite, signal);
  }

  async #readStyle(path: string, signal: AbortSignal): Promise<string> {
    return this.#withCopies(await this.#readSiteFile(path, signal));
  }

  #withCopies(css: string): string {
    const { copyOf } = this.#host;
    if (copyOf === undefined) {
      return css;
    }
    return isAddress(css) ? (copyOf(css.trim()) ?? css) : styleWithCopies(css, copyOf);
  }

  get #readSiteFile(): ReadSiteFile {
    return this.#host.readSiteFile ?? fetchSiteFile;
  }

  /** Widgets of one class share their module, which may import more when the one that brought it is closed. */
  async #read(model: Model, path: string, signal: AbortSignal): Promise<string> {
    const open = [...this.#openModels()];
    const reader = open.find(([each]) => each === model) ?? open.find(([each]) => isAlike(each, model));
    if (reader === undefined) {
      throw new WidgetError(`${widgetName(model)} is closed, and Python reads its files no more.`);
    }
    return readImportedFile(...reader, path, signal);
  }
}

function isAlike(one: Model, other: Model): boolean {
  return (
    moduleFile(one) === moduleFile(other) &&
    folderOf(one) === folderOf(other) &&
    one.get('_esm') === other.get('_esm')
  );
}

/** Widgets of one class in one kernel have one folder; its name alone is no sign, since many are called `src`. */
function folderOf(model: Model): string {
  const manager = model.widget_manager;
  let kernel = 0;
  if (typeof manager === 'object' && manager !== null) {
    kernel = kernels.get(manager) ?? (kernelCount += 1);
    kernels.set(manager, kernel);
  }
  return `${kernel} ${String(model.get('_anywidget_id'))}`;
}

/** A number for each kernel's widget manager. */
const kernels = new WeakMap<object, number>();
let kernelCount = 0;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
