import { DOMWidgetModel, type IClassicComm, type IWidgetManager } from '@jupyter-widgets/base';
import { NoPythonError } from '@lite-build/afm';
import type { HoldingComm } from '@lite-build/afm/saved';
import { AnyModel } from '../any-model.ts';
import { asRuntimesModel } from '../widget-runtime.ts';

type Attributes = Parameters<DOMWidgetModel['initialize']>[0];

/** What a widget manager makes a model with. */
export interface ModelOptions {
  readonly model_id: string;
  readonly widget_manager: IWidgetManager;
  readonly comm?: IClassicComm;
}

/** A model made from saved state. It keeps what it would send, until a widget that Python opens takes its place. */
export class RestoredModel extends AnyModel {
  declare holding: HoldingComm;

  override initialize(attributes: Attributes, options: ModelOptions & { readonly comm: HoldingComm }): void {
    this.holding = options.comm;
    super.initialize(attributes, options);
  }

  // A kernel that goes away takes no object from a model that has none.
  override get comm_live(): boolean {
    return super.comm_live;
  }

  override set comm_live(isLive: boolean) {
    super.comm_live = isLive || !this.holding.isConnected;
  }

  /** @throws NoPythonError for a command, while there is no Python object. */
  override send(...[content, ...rest]: Parameters<AnyModel['send']>): void {
    if (!this.holding.canTake(content)) {
      throw new NoPythonError(asRuntimesModel(this), content);
    }
    super.send(content, ...rest);
  }

  /** Be the model of a Python object: take its state, then send what was kept. */
  adopt(attributes: Attributes, { widget_manager, model_id, comm }: Required<ModelOptions>): void {
    this.widget_manager = widget_manager;
    this.model_id = model_id;
    this.holding.connect(comm);
    const held = this.holding.heldTraits;
    this.set_state(Object.fromEntries(Object.entries(attributes).filter(([trait]) => !held.has(trait))));
    this.holding.deliver();
  }
}

/** A saved model whose code may not run: state, and nothing else. */
export class LockedModel extends DOMWidgetModel {}
