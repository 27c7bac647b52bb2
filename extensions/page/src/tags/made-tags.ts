import type { CommOutput } from '@lite-build/messages';
import { kernelNameOf } from '../kernel/kernel-name.ts';
import { header } from '../kernel/requests.ts';
import { MAIN } from '../kernel/sessions.ts';
import { currentPage } from '../page.ts';
import { readMessage } from '../widgets/python-message.ts';
import type { WidgetPython } from '../widgets/widget-python.ts';
import { LiteTag } from './lite-tag.ts';

/** A Python that has made a tag. */
export interface TagMaker {
  readonly python: WidgetPython;
  /** Its name; null for the one on the page's own thread. */
  readonly kernel: string | null;
  /** Which of the session's Pythons it was. */
  readonly generation: number;
}

/**
 * The page's tags that are classes of Python's. Says of each, by an event of its name, that a Python has made it, or made
 * it anew.
 */
class MadeTags extends EventTarget {
  /** Have the tags be there that the site's packages bring. */
  declare(): void {
    for (const [tag, source] of currentPage().elements) {
      const reason = this.#define(tag);
      if (reason !== null) {
        console.error(`${reason} The site has one of ${source} as well, which is not used.`);
      }
    }
  }

  /** Take what a Python tells of a tag. */
  take(output: CommOutput, maker: TagMaker): void {
    const message = readMessage(output);
    const { tag, class: title } = message.data as unknown as { tag: string; class: string };
    const source = currentPage().elements.get(tag);
    const { session } = maker.python;
    if (source === title) {
      // A package's own code says it once more.
      return;
    }
    const taken = source === undefined ? this.#define(tag) : `<${tag}> is the tag of ${source} in this site.`;
    if (taken !== null) {
      const reason = `${taken} Give ${title.replace(/^__main__:/, '')} another name.`;
      console.error(reason);
      session.sendComm('comm_msg', { comm_id: message.id, data: { reason } });
      const cell = session.router.sinkOf?.(message.parentId);
      cell?.output({
        type: 'stream',
        bundle: { name: 'stderr', text: `${reason}\n` },
        parentHeader: { ...header('execute_request'), msg_id: message.parentId },
      });
      return;
    }
    const others = (this.#makers.get(tag) ?? []).filter(({ kernel }) => kernel !== maker.kernel);
    this.#makers.set(tag, [...others, maker]);
    this.dispatchEvent(new Event(tag));
  }

  /** The Python that makes the widget of an element: the one that it asks, or, where it says none, the page's own. */
  makerOf(element: Element): TagMaker | undefined {
    const makers = (this.#makers.get(element.localName) ?? []).filter(
      ({ python, generation }) => python.session.generation === generation,
    );
    const name = kernelNameOf(element);
    return (
      (name === null ? makers.find(({ kernel }) => kernel === null) : undefined) ??
      makers.find(({ kernel }) => kernel === (name ?? MAIN))
    );
  }

  /** @returns why it cannot be, as a sentence. */
  #define(tag: string): string | null {
    if (this.#defined.has(tag)) {
      return null;
    }
    if (customElements.get(tag) !== undefined) {
      return `A script of the page has made the tag <${tag}> already.`;
    }
    try {
      customElements.define(tag, class extends LiteTag {});
    } catch (error) {
      return `The browser has no tag <${tag}>: ${error instanceof Error ? error.message : String(error)}.`;
    }
    this.#defined.add(tag);
    return null;
  }

  readonly #defined = new Set<string>();
  /** By the tags: one of each Python. */
  readonly #makers = new Map<string, readonly TagMaker[]>();
}

export const madeTags = new MadeTags();
