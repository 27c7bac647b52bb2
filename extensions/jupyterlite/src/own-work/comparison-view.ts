import { compareTexts, isSamePiece, type Piece } from './comparison.ts';

/** The names of the two sides. */
const [MINE, PUBLISHED] = ['Mine', 'On the site'];
const KINDS: Readonly<Record<string, string>> = { code: 'Code', markdown: 'Text', raw: 'Raw' };

/** Two versions of a file, side by side; what is the same in both is only counted. */
export function comparisonView(pieces: readonly Piece[]): HTMLElement {
  const view = document.createElement('div');
  view.className = 'lite-build-comparison';
  view.role = 'region';
  view.ariaLabel = 'My version and the one on the site';
  // What can be scrolled can be reached by keyboard.
  view.tabIndex = 0;
  if (pieces.every(isSamePiece)) {
    view.append(note('Nothing is written differently. Outputs may differ.'));
    return view;
  }
  view.append(row('lite-build-comparison-head', MINE, PUBLISHED));
  let same = 0;
  const countSame = (): void => {
    if (same > 0) {
      view.append(note(same === 1 ? 'One part is the same' : `${same} parts are the same`));
      same = 0;
    }
  };
  for (const piece of pieces) {
    if (isSamePiece(piece)) {
      same += 1;
      continue;
    }
    countSame();
    view.append(pieceView(piece));
  }
  countSame();
  return view;
}

function pieceView({ kind, mine, published }: Piece): HTMLElement {
  const view = document.createElement('section');
  if (kind !== null) {
    const heading = document.createElement('h3');
    const word = mine === null ? ': only on the site' : published === null ? ': only in mine' : '';
    heading.textContent = `${KINDS[kind] ?? kind}${word}`;
    view.append(heading);
  }
  const sides = document.createElement('div');
  sides.className = 'lite-build-comparison-row';
  sides.append(side(MINE, mine, published, 'del'), side(PUBLISHED, published, mine, 'ins'));
  view.append(sides);
  return view;
}

/** One version of a piece; lines that the other has not are marked. */
function side(name: string, text: string | null, other: string | null, mark: 'del' | 'ins'): HTMLElement {
  const side = document.createElement('div');
  const heading = document.createElement('h4');
  heading.textContent = name;
  const element = document.createElement(text === null ? 'p' : 'pre');
  side.append(heading, element);
  if (text === null) {
    element.textContent = 'Not there';
    return side;
  }
  for (const { mine: own, published } of compareTexts(text, other ?? '')) {
    if (own !== null) {
      const isSame = own === published;
      const line = document.createElement(isSame ? 'span' : mark);
      line.textContent = `${own}\n`;
      element.append(line);
    }
  }
  return side;
}

function row(className: string, ...texts: readonly string[]): HTMLElement {
  const element = document.createElement('div');
  element.className = `lite-build-comparison-row ${className}`;
  element.append(
    ...texts.map((text) => {
      const heading = document.createElement('h2');
      heading.textContent = text;
      return heading;
    }),
  );
  return element;
}

function note(text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = 'lite-build-comparison-same';
  element.textContent = text;
  return element;
}
