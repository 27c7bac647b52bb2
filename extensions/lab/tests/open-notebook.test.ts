import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATE_MIME_TYPE } from '@lite-build/messages/digests';
import { VIEW_MIME_TYPE } from '../src/saved/content.ts';
import { type NotebookContent, type NotebookContext, OpenNotebook } from '../src/saved/open-notebook.ts';

const STATE = { _model_module: 'anywidget', _model_name: 'AnyModel', _anywidget_id: 'Counter' };
const model = { model_module: 'anywidget', model_name: 'AnyModel', model_module_version: '1', state: STATE };

/** A notebook with one cell that showed two widgets, and what a kernel says to it. */
function opened(): { notebook: OpenNotebook; hear: (type: string, parent: string, content: object) => void } {
  let listen: (sender: unknown, message: unknown) => void = () => undefined;
  const context = {
    model: { cells: [{ id: 'cell' }], fromJSON: () => undefined },
    sessionContext: {
      iopubMessage: {
        connect: (listener: typeof listen) => {
          listen = listener;
        },
      },
    },
    disposed: { connect: () => true },
  };
  const notebook = new OpenNotebook(context as unknown as NotebookContext, { kind: 'server' });
  const future = { msg: { header: { msg_id: 'run' } } };
  const cell = { model: { id: 'cell' }, outputArea: { future } };
  notebook.tabs.add({ widgets: [cell] } as unknown as NotebookContent);
  const outputs = ['first', 'second'].map((id) => ({ data: { [VIEW_MIME_TYPE]: { model_id: id } } }));
  context.model.fromJSON.call(
    context.model,
    ...([
      {
        metadata: { widgets: { [STATE_MIME_TYPE]: { state: { first: model, second: model } } } },
        cells: [{ cell_type: 'code', source: 'make()', metadata: { trusted: true }, outputs }],
      },
    ] as unknown as []),
  );
  return {
    notebook,
    hear: (type, parent, content) => {
      listen(null, { header: { msg_type: type }, parent_header: { msg_id: parent }, content });
    },
  };
}

test('widgets that a cell makes as it runs take the places of those that it showed', () => {
  const { notebook, hear } = opened();
  hear('execute_input', 'run', { code: 'make()' });
  hear('status', 'another', { execution_state: 'idle' });
  assert.equal(notebook.takePlace('new', STATE), 'first');
  assert.equal(notebook.takePlace('newer', STATE), 'second');
});

test('a widget that is made when the cell has run takes no place', () => {
  const { notebook, hear } = opened();
  hear('execute_input', 'run', { code: 'make()' });
  assert.equal(notebook.takePlace('new', STATE), 'first');
  hear('status', 'run', { execution_state: 'idle' });
  assert.equal(notebook.takePlace('late', STATE), null);
});
