import { DOMWidgetModel, DOMWidgetView } from '@jupyter-widgets/base';
import type { CommModel, WidgetView } from '@lite-build/afm';
import { followTheme } from '../page-theme.ts';
import type { ManagerHost } from '../other-models.ts';
import type { PageManager } from './page-manager.ts';

type Initialize = Parameters<DOMWidgetModel['initialize']>;
type State = Parameters<typeof DOMWidgetModel._deserialize_state>[0];
type Set = Parameters<DOMWidgetModel['set']>;
type Send = Parameters<DOMWidgetModel['send']>;

/**
 * An AFM widget's model as ipywidgets' others see it: boxes, links. The state is the AFM model's; this one follows it,
 * and hands on what is set and sent.
 */
export class AfmModel extends DOMWidgetModel {
  // Declared only: Backbone's constructor sets attributes before a field of this class could be initialized.
  declare live: CommModel | undefined;
  declare isFollowing: boolean | undefined;

  static async of(live: CommModel, manager: PageManager): Promise<AfmModel> {
    const state = Object.fromEntries(live.keys.map((key) => [key, live.get(key)])) as State;
    const attributes = await AfmModel._deserialize_state(state, manager);
    const options = { model_id: live.model_id, widget_manager: manager } as unknown as Initialize[1];
    const model = new AfmModel(attributes, options);
    model.follow(live);
    return model;
  }

  override set(...values: Set): unknown {
    const result: unknown = super.set(...values);
    if (this.live !== undefined && this.isFollowing !== true) {
      const given = givenBy(values);
      this.live.set(Object.fromEntries(Object.entries(given).filter(([name]) => isPlain(name))));
    }
    return result;
  }

  override save_changes(): void {
    this.live?.save_changes();
  }

  override send(...[content, , buffers]: Send): void {
    this.live?.send(content, undefined, (buffers ?? []) as ArrayBuffer[]);
  }

  follow(live: CommModel): void {
    this.live = live;
    this.comm_live = true;
    const copy = (): void => {
      const changed = live.keys.filter((key) => isPlain(key) && live.get(key) !== this.attributes[key]);
      this.followed(Object.fromEntries(changed.map((key) => [key, live.get(key)])));
    };
    const unpack = (): void => {
      const state = Object.fromEntries(references().map((key) => [key, live.get(key)])) as State;
      void AfmModel._deserialize_state(state, this.widget_manager).then((models) => {
        this.followed(models);
      });
    };
    live.on('change', copy);
    live.on(
      references()
        .map((key) => `change:${key}`)
        .join(' '),
      unpack,
    );
    live.on('msg:custom', (content: unknown, buffers: unknown) => {
      this.trigger('msg:custom', content, buffers);
    });
    live.on('destroy', () => {
      this.trigger('comm:close');
      void this.close(true);
    });
  }

  followed(state: Readonly<Record<string, unknown>>): void {
    this.isFollowing = true;
    try {
      this.set_state({ ...state });
    } finally {
      this.isFollowing = false;
    }
  }
}

/** A place in a box where an AFM widget is shown. */
export function afmViewFor({ createView }: ManagerHost): typeof DOMWidgetView {
  return class AfmView extends DOMWidgetView {
    #view: WidgetView | undefined;
    readonly #ending = new AbortController();

    override render(): void {
      this.el.classList.add('lite-afm-view');
      const { live } = this.model as unknown as AfmModel;
      this.#view = live && createView(live, this.el);
      void this.displayed.then(() => {
        followTheme(this.el, this.#ending.signal);
      });
    }

    override remove(): unknown {
      void this.#view?.end();
      this.#ending.abort();
      return super.remove();
    }
  };
}

/** The traits that hold other models here, and their names in the AFM model. */
function references(): string[] {
  return Object.keys(AfmModel.serializers);
}

function isPlain(name: string): boolean {
  return !(name in AfmModel.serializers);
}

/** What is set, of one name or of several. */
function givenBy([key, value]: readonly unknown[]): Record<string, unknown> {
  return typeof key === 'string' ? { [key]: value } : (key as Record<string, unknown>);
}
