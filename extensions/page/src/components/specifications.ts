import type { ComponentTag } from './component-tags.ts';
import traits from './traits.json' with { type: 'json' };

/** A trait of a component, as its class in litewidget has it: a test compares both. */
export interface TraitSpecification {
  readonly type: 'text' | 'number' | 'whole' | 'truth' | 'choice' | 'list' | 'object';
  readonly default: unknown;
  /** Of a choice. */
  readonly values?: readonly string[];
}

/** What a tag is. */
export interface ComponentSpecification {
  /** In `litewidget.components`. */
  readonly class: string;
  /** The file of its ES module, beside that class. */
  readonly module: ModuleName;
  /** Which of the module's components it is. */
  readonly kind: string;
  readonly traits: Readonly<Record<string, TraitSpecification>>;
}

export type ModuleName = 'controls' | 'layouts' | 'plot' | 'table';

export const SPECIFICATIONS = traits as unknown as Readonly<Record<ComponentTag, ComponentSpecification>>;

/** The trait that a form's control is about; undefined for what is no control. */
export function formTrait({ module, kind }: ComponentSpecification): 'value' | 'checked' | undefined {
  return module !== 'controls' ? undefined : kind === 'checkbox' ? 'checked' : 'value';
}
