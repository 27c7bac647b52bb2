// The page of the AFM tests: a host whose Python is a list of what it was sent.
import { CommModel, Runtime } from '/afm/index.js';

const models = new Map();
const files = new Map();

const runtime = new Runtime({
  getModel: async (id) => models.get(id) ?? Promise.reject(new Error(`There is no widget ${id}.`)),
  moduleOf: (model) => sourceOf(model),
});

function sourceOf(model) {
  const esm = model.get('_esm');
  const file = model.get('_file');
  if (file === undefined) {
    return undefined;
  }
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return {
    kind: 'text',
    text: esm,
    file,
    readSibling: async (path) => {
      test.reads.push(path);
      if (!files.has(folder + path)) {
        throw new Error(`there is no file ${folder}${path}`);
      }
      return files.get(folder + path);
    },
  };
}

/** What widgets' modules and the tests write down. */
const test = {
  runtime,
  models,
  files,
  reads: [],
  log: [],
  sent: [],
  /** Say that Python has handled the oldest message that it was sent. */
  handled: [],

  open(id, state) {
    const channel = {
      send(data, buffers) {
        const messageId = `message-${test.sent.length + 1}`;
        test.sent.push({ id: messageId, model: id, data, buffers });
        if (data.content?.name === 'litewidget:read-file') {
          queueMicrotask(() => test.answerReading(id, data.content));
        }
        return { id: messageId, handled: new Promise((resolve) => test.handled.push(resolve)) };
      },
    };
    const model = new CommModel(id, { _anywidget_id: `tests.${id}`, ...state }, channel);
    models.set(id, model);
    runtime.bind(model);
    return model;
  },

  /** As Python: send a message to a model. */
  tell(id, data, buffers, parent) {
    const model = models.get(id);
    runtime.bind(model).receive({ data, buffers, parent }, (part) => model.receive(part));
  },
  update(id, state) {
    test.tell(id, { method: 'update', state });
  },
  custom(id, content, buffers) {
    test.tell(id, { method: 'custom', content }, buffers);
  },

  /** As Python: read a file that a module imports, of those in `files`. */
  answerReading(id, { id: call, msg: path }) {
    const file = `${models.get(id).get('_esm_files').name.replace(/[^/]*$/, '')}${path}`;
    const answer = files.has(file)
      ? { response: files.get(file) }
      : { response: null, error: { name: 'FileRefused', message: `there is no file ${file}.` } };
    test.custom(id, { id: call, kind: 'anywidget-command-response', ...answer });
  },

  /** Show a model in an element of its own; gives the element's id. */
  show(id, name = `${id}-view`, place = document.body) {
    const element = Object.assign(document.createElement('div'), { id: name });
    place.append(element);
    const ending = new AbortController();
    element.end = () => ending.abort();
    const view = runtime.createView(models.get(id), element, ending.signal);
    element.settled = view.settled;
    return element;
  },
};

globalThis.test = test;
