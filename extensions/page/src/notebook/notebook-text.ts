import type { MimeBundle } from '../outputs/index.ts';
import { joinedText } from '../outputs/output-values.ts';
import { showMarkdown } from '../outputs/renderers/markdown.ts';

type Attachments = Readonly<Record<string, MimeBundle>>;

/** Attributes by which elements of a text name other files. */
const ADDRESSES = ['href', 'src', 'poster'] as const;
/** Stands for an attachment until the text is rendered: an address that is allowed there, and fetches nothing. */
const PLACEHOLDER = 'data:,attachment:';

/**
 * Show a notebook's Markdown in an element below `.lite-outputs`. What it names is relative to the notebook.
 *
 * @param attachments of its cell, by name.
 */
export async function showNotebookText(
  element: HTMLElement,
  source: string,
  attachments: Attachments,
  notebookUrl: URL,
  signal: AbortSignal,
): Promise<void> {
  const text = source.replace(/\battachment:/g, PLACEHOLDER);
  await showMarkdown(element, text, {
    signal,
    prepare: (content) => {
      showAttachments(content, attachments);
      resolveAddresses(content, notebookUrl);
    },
  });
}

function showAttachments(content: DocumentFragment, attachments: Attachments): void {
  for (const image of content.querySelectorAll(`img[src^="${PLACEHOLDER}"]`)) {
    const name = decoded(image.getAttribute('src')?.slice(PLACEHOLDER.length) ?? '');
    const [type, value] = Object.entries(attachments[name] ?? {})[0] ?? [];
    if (type === undefined) {
      image.removeAttribute('src');
      image.setAttribute('alt', `There is no attachment ${name}. ${image.getAttribute('alt') ?? ''}`.trim());
    } else {
      image.setAttribute('src', `data:${type};base64,${joinedText(value).replace(/\s/g, '')}`);
    }
  }
  // Where it was no image, the text was about attachments.
  const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode as Text;
    node.data = node.data.replaceAll(PLACEHOLDER, 'attachment:');
  }
}

function resolveAddresses(content: DocumentFragment, notebookUrl: URL): void {
  for (const name of ADDRESSES) {
    for (const element of content.querySelectorAll(`[${name}]`)) {
      const address = element.getAttribute(name) ?? '';
      // Headings are on the page, also where this has a base of its own.
      const base = address.startsWith('#') ? document.URL : notebookUrl;
      const url = URL.parse(address, base);
      if (url !== null) {
        element.setAttribute(name, url.href);
      }
    }
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
