import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TerminalText, type Row } from '../src/outputs/text/terminal-text.ts';
import { paletteColour, PLAIN, restyled } from '../src/outputs/text/text-style.ts';

/** What is seen after some chunks, with no colours. */
function seen(...chunks: string[]): string {
  const text = new TerminalText();
  for (const chunk of chunks) text.write(chunk);
  return text.plain();
}

test('a carriage return lets what follows stand over the line, also from a later chunk', () => {
  assert.equal(seen('  0%|    |\r 50%|#   |', '\r100%|####|\n', 'done'), '100%|####|\ndone');
  assert.equal(seen('one\r\ntwo\r', '\nthree'), 'one\ntwo\nthree');
  assert.equal(seen('a longer line\rshort'), 'shortger line');
});

test('a line is erased whole, from the cursor on, or up to it', () => {
  assert.equal(seen('loading\r\x1b[K', 'ready'), 'ready');
  assert.equal(seen('loading\x1b[2K\rready'), 'ready');
  assert.equal(seen('abcdef\x1b[3D\x1b[1Kx'), '   xef');
  assert.equal(seen('abc\ndef\x1b[1A\r\x1b[J'), '');
  assert.equal(seen('abc\ndef\x1b[2Jnew'), 'new');
});

test('backspaces take characters away, and never those of another line', () => {
  assert.equal(seen('1%', '\b\b2%', '\b\b\b\b\b3%'), '3%');
  assert.equal(seen('line\n\b\bx'), 'line\nx');
});

test('bars below each other are drawn where the cursor was moved to', () => {
  const bars = [
    'first 0%',
    '\n',
    '\rsecond 0%',
    '\x1b[A',
    '\rfirst 50%',
    '\n',
    '\rsecond 90%',
    '\x1b[A',
    '\rfirst 99%',
  ];
  assert.equal(seen(...bars), 'first 99%\nsecond 90%');
});

test('sequences that a chunk cuts in two are read as one, and unknown ones are not seen', () => {
  const whole =
    'a\x1b[1;31mred\x1b[0m\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\\x1b[?25l\x1b(Bz\x07';
  for (let cut = 1; cut < whole.length; cut += 1) {
    const text = new TerminalText();
    text.write(whole.slice(0, cut));
    text.write(whole.slice(cut));
    assert.equal(text.plain(), 'aredlinkz', `cut at ${cut}`);
    assert.equal(text.toString(), new TerminalText(whole).toString(), `cut at ${cut}`);
  }
  assert.equal(seen(`\x1b]${'x'.repeat(10_000)}`, 'still here').slice(-10), 'still here');
});

test('colours of 16, of 256 and of all, and what is turned on and off', () => {
  const style = (parameters: string): object =>
    JSON.parse(JSON.stringify(restyled(PLAIN, parameters))) as object;
  assert.deepEqual(style('31'), { foreground: 1 });
  assert.deepEqual(style('97;104'), { foreground: 15, background: 12 });
  assert.deepEqual(style('38;5;208;1'), { foreground: 208, bold: true });
  assert.deepEqual(style('48;2;1;2;255'), { background: '#0102ff' });
  assert.deepEqual(style('38:2::10:20:30;4'), { foreground: '#0a141e', underline: true });
  assert.deepEqual(style('38:2:10:20:30'), { foreground: '#0a141e' });
  assert.deepEqual(style('38;5;999;3'), { italic: true });
  assert.equal(restyled(restyled(PLAIN, '1;4;31'), ''), PLAIN);
  assert.equal(restyled(restyled(PLAIN, '1;2;31'), '22;39'), PLAIN);
  assert.deepEqual([16, 231, 196, 232, 255].map(paletteColour), [
    '#000000',
    '#ffffff',
    '#ff0000',
    '#080808',
    '#eeeeee',
  ]);
});

test('an overwritten character has the colour of what stands over it', () => {
  const text = new TerminalText('\x1b[31mabcdef\x1b[0m\rXY\x1b[32mZ\x1b[0m');
  const [row] = text.rows as [Exclude<Row, string>];
  assert.deepEqual(
    row.map((run) => [run.text, run.style.foreground]),
    [
      ['XY', undefined],
      ['Z', 2],
      ['def', 1],
    ],
  );
});

test('a saved text shows what the first one did', () => {
  const text = new TerminalText(
    'plain \x1b[1;38;5;208mbold\x1b[0m\n\x1b[7;48;2;1;2;3mback\x1b[0m 12%\r\x1b[34mB',
  );
  const again = new TerminalText(text.toString());
  assert.deepEqual(again.rows, text.rows);
  assert.equal(again.characters, text.characters);
});

test('each row that changes is told once', () => {
  const text = new TerminalText('one\ntwo\nthree');
  assert.equal(text.takeChangedFrom(), 0);
  assert.equal(text.takeChangedFrom(), 3);
  text.write('\x1b[2A\rONE');
  assert.equal(text.takeChangedFrom(), 0);
  text.write('\n\n!');
  assert.equal(text.takeChangedFrom() <= 2, true);
});

test('the characters are counted through all that changes them', () => {
  const text = new TerminalText('abc\ndefgh\r12\x1b[K\nxyz\b\x1b[5Cq');
  assert.equal(text.characters, text.plain().replaceAll('\n', '').length);
});
