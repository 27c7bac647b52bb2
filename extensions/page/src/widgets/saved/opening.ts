import type { SavedBuffer, SavedState } from '@lite-build/afm/saved';
import type { PythonMessage } from '../python-message.ts';

/** ipywidgets' widget messaging protocol, of which saved state is. */
const PROTOCOL = { version: '2.1.0' };

/** A saved model as if Python had opened a comm for it. */
export function openingOf(id: string, saved: SavedState): PythonMessage {
  const { model_name, model_module, model_module_version, state, buffers = [] } = saved;
  const known = buffers.filter(({ encoding }) => encoding === 'base64' || encoding === 'hex');
  const facts = {
    _model_name: model_name,
    _model_module: model_module,
    _model_module_version: model_module_version,
  };
  return {
    type: 'comm_open',
    id,
    target: 'jupyter.widget',
    // Others change what they are given.
    data: { state: { ...facts, ...structuredClone(state) }, buffer_paths: known.map(({ path }) => path) },
    metadata: PROTOCOL,
    buffers: known.map((buffer) => new DataView(bytesOf(buffer))),
    parentId: '',
    parentType: '',
  };
}

function bytesOf({ encoding, data }: SavedBuffer): ArrayBuffer {
  if (encoding === 'base64') {
    return Uint8Array.from(atob(data), (character) => character.charCodeAt(0)).buffer;
  }
  return Uint8Array.from(data.match(/../g) ?? [], (digits) => parseInt(digits, 16)).buffer;
}
