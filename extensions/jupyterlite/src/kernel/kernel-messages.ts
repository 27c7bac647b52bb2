import { KernelMessage } from '@jupyterlab/services';
import type { IKernel } from '@jupyterlite/services';
import type { CommOutputMessage } from '@lite-build/messages';
import type { ExpectedOutput } from '@lite-build/messages/direct-comms';

type SendMessage = IKernel.IOptions['sendMessage'];

/** Say that the kernel has begun, or ended, to handle a message. */
export function status(state: 'busy' | 'idle', parent: KernelMessage.IMessage): KernelMessage.IStatusMsg {
  return KernelMessage.createMessage<KernelMessage.IStatusMsg>({
    channel: 'iopub',
    msgType: 'status',
    session: parent.header.session,
    parentHeader: parent.header,
    content: { execution_state: state },
  });
}

/** The cell that a kernel runs. */
export interface RunningCell {
  request: KernelMessage.IExecuteRequestMsg | null;
}

/** Send messages, and say after each "idle" of another message that the kernel is busy with its cell. */
export function stayingBusy(send: SendMessage, cell: RunningCell): SendMessage {
  return (message) => {
    send(message);
    const { request } = cell;
    if (
      request !== null &&
      KernelMessage.isStatusMsg(message) &&
      message.content.execution_state === 'idle' &&
      !isAbout(message, request)
    ) {
      send(status('busy', request));
    }
  };
}

function isAbout(
  { parent_header: parent }: KernelMessage.IMessage,
  request: KernelMessage.IMessage,
): boolean {
  return 'msg_id' in parent && parent.msg_id === request.header.msg_id;
}

/**
 * What is said of a cell that is not executed, since one before it has failed.
 *
 * Source: "Execution status: aborted" in Jupyter's messaging protocol, as ipykernel sends it.
 */
export function aborted(request: KernelMessage.IExecuteRequestMsg): KernelMessage.IMessage[] {
  const { header } = request;
  const reply = KernelMessage.createMessage<KernelMessage.IExecuteReplyMsg>({
    channel: 'shell',
    msgType: 'execute_reply',
    session: header.session,
    parentHeader: header,
    content: { status: 'aborted' } as KernelMessage.IExecuteReplyMsg['content'],
  });
  return [status('busy', request), reply, status('idle', request)];
}

export function commInfoReply(
  { header }: KernelMessage.ICommInfoRequestMsg,
  content: KernelMessage.ICommInfoReplyMsg['content'],
): KernelMessage.ICommInfoReplyMsg {
  return KernelMessage.createMessage<KernelMessage.ICommInfoReplyMsg>({
    channel: 'shell',
    msgType: 'comm_info_reply',
    session: header.session,
    parentHeader: header,
    content,
  });
}

/** A message of Python's on a comm, as a client gets it. */
export function commMessage(
  { content, metadata, parent_header: parentHeader }: CommOutputMessage,
  buffers: ArrayBuffer[],
): KernelMessage.ICommMsgMsg<'iopub'> {
  return KernelMessage.createMessage<KernelMessage.ICommMsgMsg<'iopub'>>({
    channel: 'iopub',
    msgType: 'comm_msg',
    session: parentHeader.session,
    parentHeader,
    content,
    metadata,
    buffers,
  });
}

export function isExecuteRequest(
  message: KernelMessage.IMessage,
): message is KernelMessage.IExecuteRequestMsg {
  return message.header.msg_type === 'execute_request';
}

/** Whether a message is only there so that Jupyter knows its id. */
export function isExpectedOutput(message: KernelMessage.IMessage): boolean {
  const method: ExpectedOutput['method'] = 'lite-build-expect-output';
  return KernelMessage.isCommMsgMsg(message) && message.content.data.method === method;
}

/** The header of a request that a session might have sent: what has such a parent is delivered to the session. */
export function headerOf(session: string): KernelMessage.IHeader<'comm_msg'> {
  return KernelMessage.createMessage<KernelMessage.ICommMsgMsg<'shell'>>({
    channel: 'shell',
    msgType: 'comm_msg',
    session,
    content: { comm_id: '', data: {} },
  }).header;
}
