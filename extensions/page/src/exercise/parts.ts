import { AuthorMistake } from '../elements/author-mistake.ts';
import { dedented } from '../elements/code/code.ts';

const PARTS = ['setup', 'start', 'hint', 'solution', 'check'] as const;
type Part = (typeof PARTS)[number];

/** What an exercise is made of. */
export interface ExerciseParts {
  /** Run before the learner's code, each time. */
  readonly setup: string | null;
  readonly start: string;
  readonly hints: readonly (() => Node)[];
  readonly solution: (() => Node) | null;
  readonly check: string | null;
}

/**
 * The parts of an exercise, which its child scripts and templates are.
 *
 * @throws AuthorMistake if a child is none, or is one of several that only one can be.
 */
export function partsOf(element: Element): ExerciseParts {
  const found = new Map<Part, Element[]>(PARTS.map((part) => [part, []]));
  const children = element.querySelectorAll(
    ':scope > :is([data-part], script[type="text/x-python"]:not([data-part]))',
  );
  for (const child of children) {
    const name = child.getAttribute('data-part') ?? 'start';
    const part = PARTS.find((each) => each === name);
    if (part === undefined) {
      throw new AuthorMistake(
        `data-part="${name}" is none of its parts.`,
        `Write one of ${PARTS.map((each) => `"${each}"`).join(', ')}.`,
      );
    }
    found.get(part)?.push(child);
  }
  const only = (part: Part): Element | null => {
    const [first, second] = found.get(part) ?? [];
    if (second !== undefined) {
      throw new AuthorMistake(
        `It has more than one ${part}.`,
        'An exercise has one; only hints may be many.',
      );
    }
    return first ?? null;
  };
  const code = (part: Part): string | null => {
    const child = only(part);
    return child === null ? null : codeIn(child);
  };
  const solution = only('solution');
  return {
    setup: code('setup'),
    start: code('start') ?? '',
    hints: (found.get('hint') ?? []).map((child) => () => shown(child)),
    solution: solution === null ? null : () => shown(solution),
    check: code('check'),
  };
}

function codeIn(child: Element): string {
  return dedented((child instanceof HTMLTemplateElement ? child.content : child).textContent);
}

/** What a part shows: a template's content, or code. */
function shown(child: Element): Node {
  if (child instanceof HTMLTemplateElement) {
    return document.importNode(child.content, true);
  }
  if (child instanceof HTMLScriptElement) {
    const block = document.createElement('pre');
    const code = document.createElement('code');
    code.textContent = codeIn(child);
    block.append(code);
    return block;
  }
  return document.importNode(child, true);
}
