import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellOutput, CommOutput } from '@lite-build/messages';
import { OutputCaptures } from '../src/widgets/captures.ts';
import { recorded } from '../src/widgets/ipywidgets/recorded-outputs.ts';

function said(type: CommOutput['type'], id: string, state: object, method = 'update'): CommOutput {
  const content = { comm_id: id, data: { method, state } };
  return { type, message: JSON.stringify({ content, metadata: {}, parent_header: {} }), buffers: [] };
}

function written(text: string, name = 'stdout'): CellOutput {
  return { type: 'stream', bundle: { name, text } } as CellOutput;
}

function opened(...ids: readonly string[]): OutputCaptures {
  const captures = new OutputCaptures();
  for (const id of ids) {
    captures.hear(said('comm_open', id, { _model_name: 'OutputModel', msg_id: '' }));
  }
  return captures;
}

void test('an Output takes the outputs of the message that it names, until it names none', () => {
  const captures = opened('out');
  assert.equal(captures.of('cell'), undefined);
  captures.hear(said('comm_msg', 'out', { msg_id: 'cell' }));
  assert.notEqual(captures.of('cell'), undefined);
  assert.equal(captures.of('other cell'), undefined);
  captures.hear(said('comm_msg', 'out', { msg_id: '' }));
  assert.equal(captures.of('cell'), undefined);
});

void test('what is taken before the model is there is handed to it first', () => {
  const captures = opened('out');
  captures.hear(said('comm_msg', 'out', { msg_id: 'cell' }));
  captures.of('cell')?.(written('early'));
  const taken: CellOutput[] = [];
  captures.attach('out', (output) => taken.push(output));
  captures.of('cell')?.(written('late'));
  assert.deepEqual(taken, [written('early'), written('late')]);
});

void test('of two that take the outputs of one message the inner one has them', () => {
  const captures = opened('outer', 'inner');
  const taken: string[] = [];
  for (const id of ['outer', 'inner']) {
    captures.attach(id, () => taken.push(id));
    captures.hear(said('comm_msg', id, { msg_id: 'cell' }));
  }
  captures.of('cell')?.(written('x'));
  captures.hear(said('comm_msg', 'inner', { msg_id: '' }));
  captures.of('cell')?.(written('y'));
  captures.hear(said('comm_close', 'outer', {}));
  assert.equal(captures.of('cell'), undefined);
  assert.deepEqual(taken, ['inner', 'outer']);
});

void test('an echo of what the page has said changes nothing', () => {
  const captures = opened('out');
  captures.hear(said('comm_msg', 'out', { msg_id: 'cell' }));
  captures.hear(said('comm_msg', 'out', { msg_id: '' }, 'echo_update'));
  assert.notEqual(captures.of('cell'), undefined);
});

void test('texts of one stream are one output, and a clearing waits for the next where it is asked to', () => {
  const clear = (wait: boolean): CellOutput => ({ type: 'clear_output', bundle: { wait } }) as CellOutput;
  let state = recorded([], written('a'), false);
  state = recorded(state.outputs, written('b'), state.clearsNext);
  state = recorded(state.outputs, written('!', 'stderr'), state.clearsNext);
  assert.deepEqual(
    state.outputs.map((each) => each.output_type === 'stream' && each.text),
    ['ab', '!'],
  );
  state = recorded(state.outputs, clear(true), state.clearsNext);
  assert.equal(state.outputs.length, 2);
  state = recorded(state.outputs, written('c'), state.clearsNext);
  assert.equal(state.outputs.length, 1);
  assert.deepEqual(recorded(state.outputs, clear(false), false), { outputs: [], clearsNext: false });
});
