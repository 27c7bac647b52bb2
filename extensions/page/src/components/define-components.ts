import { LiteComponent } from './lite-component.ts';
import { LiteControl } from './lite-control.ts';
import { formTrait, SPECIFICATIONS } from './specifications.ts';

/** Have the tags of components be there. Resolves when those that the page has are what they say. */
export async function defineComponents(): Promise<void> {
  for (const [tag, specification] of Object.entries(SPECIFICATIONS)) {
    if (customElements.get(tag) === undefined) {
      // A class defines one tag alone.
      const isControl = formTrait(specification) !== undefined;
      customElements.define(tag, isControl ? class extends LiteControl {} : class extends LiteComponent {});
    }
  }
  const elements = [...document.querySelectorAll<LiteComponent>(Object.keys(SPECIFICATIONS).join())];
  await Promise.all(elements.map(({ begun }) => begun));
}
