/** Whether some code can be run as it is, and how the line behind it is indented. */
export interface Judgement {
  readonly goesOn: boolean;
  readonly indent: string;
}

const INDENTATION = '    ';
const OPENING = '([{';
const CLOSING = ')]}';
/** A string's beginning. */
const QUOTE = /('''|"""|'|")/y;
const LEAVES_BLOCK = /^\s*(?:return|pass|raise|break|continue)\b/;

/**
 * Judge some Python at a prompt, while Python itself cannot: it is not there yet, or does something else.
 *
 * As at Python's own prompt, a block ends with an empty line. Wrong code can be run: Python tells what is wrong.
 */
export function judge(code: string): Judgement {
  const { comesToEnd, depth, line } = scan(code);
  const last = code.slice(code.lastIndexOf('\n') + 1);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  if (!comesToEnd) {
    return { goesOn: true, indent: '' };
  }
  if (depth > 0) {
    return {
      goesOn: true,
      indent: OPENING.includes(last.trimEnd().at(-1) ?? ' ') ? deeper(last) : startOf(last),
    };
  }
  const isBlank = last.trim() === '' && code.includes('\n');
  if (code.startsWith('%%')) {
    return { goesOn: !isBlank, indent: '' };
  }
  if (line.trimEnd().endsWith(':')) {
    return { goesOn: true, indent: indent + INDENTATION };
  }
  if (line.startsWith('@')) {
    return { goesOn: true, indent: '' };
  }
  if (LEAVES_BLOCK.test(line)) {
    return { goesOn: !isBlank && indent !== '', indent: indent.slice(INDENTATION.length) };
  }
  return { goesOn: !isBlank && indent !== '', indent };
}

interface Scan {
  /** Whether neither a string nor a backslash makes the next line a part of the last. */
  readonly comesToEnd: boolean;
  /** How many brackets are open. */
  readonly depth: number;
  /** The last statement that is not blank, from the beginning of its first line, without its comments. */
  readonly line: string;
}

function scan(code: string): Scan {
  let depth = 0;
  let line = '';
  let lastLine = '';
  for (let at = 0; at < code.length;) {
    const character = code[at] ?? '';
    if (character === '#') {
      at = endOfLine(code, at);
      continue;
    }
    QUOTE.lastIndex = at;
    const quote = QUOTE.exec(code)?.[0];
    if (quote !== undefined) {
      const end = endOfString(code, at + quote.length, quote);
      if (end === null) {
        return { comesToEnd: false, depth, line };
      }
      line += quote;
      at = end;
      continue;
    }
    if (character === '\\' && /^\\[ \t]*$/.test(code.slice(at))) {
      return { comesToEnd: false, depth, line };
    }
    if (character === '\\' && code[at + 1] === '\n') {
      at += 2;
      continue;
    }
    if (character === '\n' && depth === 0) {
      lastLine = line.trim() === '' ? lastLine : line;
      line = '';
    } else {
      line += character;
      depth = Math.max(0, depth + Number(OPENING.includes(character)) - Number(CLOSING.includes(character)));
    }
    at += 1;
  }
  return { comesToEnd: true, depth, line: line.trim() === '' ? lastLine : line };
}

/** Behind a string's end; null where it goes on behind the code's end. A string of one line ends with it, whatever is wrong. */
function endOfString(code: string, from: number, quote: string): number | null {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '\\') {
      at += 1;
    } else if (code.startsWith(quote, at)) {
      return at + quote.length;
    } else if (code[at] === '\n' && quote.length === 1) {
      return at;
    }
  }
  return quote.length === 1 ? code.length : null;
}

function endOfLine(code: string, from: number): number {
  const at = code.indexOf('\n', from);
  return at < 0 ? code.length : at;
}

function startOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

function deeper(line: string): string {
  return startOf(line) + INDENTATION;
}
