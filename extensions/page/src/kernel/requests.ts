import type { KernelMessage } from '@jupyterlab/services';

/** The session of this page, as headers of messages name it. */
const SESSION = crypto.randomUUID();

/**
 * The message that a cell is executed for: upstream's kernel takes its header for the parent of what the cell puts out.
 *
 * Source: the messages of Jupyter's protocol, <https://jupyter-client.readthedocs.io/en/stable/messaging.html>.
 */
export function executeRequest(
  content: KernelMessage.IExecuteRequestMsg['content'],
): KernelMessage.IExecuteRequestMsg {
  return {
    header: header('execute_request'),
    parent_header: {},
    metadata: {},
    channel: 'shell',
    buffers: [],
    content,
  };
}

/** A message of the page's, without its content. */
export function header<Type extends KernelMessage.MessageType>(type: Type): KernelMessage.IHeader<Type> {
  return {
    msg_id: crypto.randomUUID(),
    msg_type: type,
    session: SESSION,
    username: '',
    date: new Date().toISOString(),
    version: '5.3',
  };
}
