/**
 * The AFM contract: what a widget's module exports and what it is handed. The names are those of `@anywidget/types` 0.4,
 * so a module that is typed against those runs here unchanged.
 */

/** A listener of a model's events; which values it gets depends on the event. */
export type Listener = (...values: never[]) => unknown;

/** What may travel beside a message as bytes. */
export type Buffer = ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** A widget's state as its module sees it. Listeners end with the hook or view that the model was handed to. */
export interface AnyModel {
  get(key: string): unknown;
  set(key: string, value: unknown, options?: SetOptions): void;
  set(values: Readonly<Record<string, unknown>>, options?: SetOptions): void;
  /** Send what was set since the last save. */
  save_changes(callbacks?: unknown): void;
  send(content: unknown, callbacks?: unknown, buffers?: readonly Buffer[]): void;
  /** Listen to events, whose names are separated by spaces: `change`, `change:name`, `msg:custom`, `destroy`. */
  on(names: string, callback: Listener, context?: unknown): void;
  on(callbacks: Readonly<Record<string, Listener>>, context?: unknown): void;
  /** Stop listening; what is left out means any. Never touches the listeners of another hook or view. */
  off(names?: string | null, callback?: Listener | null, context?: unknown): void;
  readonly widget_manager: unknown;
}

export interface SetOptions {
  /** Tell no listener. */
  readonly silent?: boolean;
  readonly [option: string]: unknown;
}

export interface InvokeOptions {
  readonly buffers?: readonly Buffer[];
  /** Ends the wait; without one the wait ends after `INVOKE_PATIENCE`. */
  readonly signal?: AbortSignal;
}

export interface Experimental {
  /** Call a command of the widget's Python class; gives its answer and the answer's buffers. */
  invoke(name: string, message?: unknown, options?: InvokeOptions): Promise<[unknown, DataView[]]>;
}

/** Another widget, initialized. */
export interface ChildWidget {
  /** What its `initialize` returned last. */
  readonly exports: unknown;
  /** Show it in an element, until the signal or the view around it ends. Settles when it is shown. */
  render(place: { readonly el: HTMLElement; readonly signal?: AbortSignal }): Promise<void>;
}

/** What a view may ask of the page around it. References are the strings that a `WidgetTrait` holds. */
export interface Host {
  getModel(reference: unknown): Promise<AnyModel>;
  getWidget(reference: unknown): Promise<ChildWidget>;
}

export interface InitializeProps {
  readonly model: AnyModel;
  readonly signal: AbortSignal;
  readonly experimental: Experimental;
}

export interface RenderProps extends InitializeProps {
  readonly el: HTMLElement;
  readonly host: Host;
}

/** What a module's default export is, or what the function that it is returns. */
export interface WidgetDefinition {
  /** Called once for each model. A function that it returns is its cleanup, an object is what the widget exports. */
  initialize?(props: InitializeProps): unknown;
  /** Called once for each view, after `initialize` has settled. A function that it returns is its cleanup. */
  render?(props: RenderProps): unknown;
}
