// A page with no notebook: the model's other end, Python's place, is the few lines of `channel`.
import { CommModel, Runtime } from '../dist/index.js';

const models = new Map();
const runtime = new Runtime({
  getModel: async (id) => models.get(id) ?? Promise.reject(new Error(`There is no widget ${id}.`)),
});

function open(id, state, answer) {
  const channel = {
    send(data) {
      queueMicrotask(() =>
        answer(data, (reply) => binding.receive({ data: reply }, (part) => model.receive(part))),
      );
      return { id: crypto.randomUUID(), handled: Promise.resolve() };
    },
  };
  const model = new CommModel(id, state, channel);
  const binding = runtime.bind(model);
  models.set(id, model);
  return model;
}

const counter = open(
  'counter',
  {
    _anywidget_id: 'example.Counter',
    _esm: await (await fetch('counter.js')).text(),
    _css: 'button { font-size: 2em }',
    value: 0,
  },
  (data, reply) => {
    if (data.method === 'update' && data.state.value > 9) {
      reply({ method: 'update', state: { value: 0 } });
    }
  },
);
runtime.createView(counter, document.querySelector('main'));
