import type { CellOutput, CommOutput, CommOutputMessage } from '@lite-build/messages';

type Take = (output: CellOutput) => void;

/** What `Output` widgets take of what Python puts out: one of them, and the message that it listens to. */
interface Capture {
  /** Of the message that it takes the outputs of; empty while it takes none. */
  messageId: string;
  /** What it has taken before it was there to be shown. */
  readonly held: CellOutput[];
  take: Take | null;
}

/**
 * Knows which of what Python puts out an `Output` widget takes. That is told by its model's state, between the outputs:
 * it is heard at once here, though what shows the widget may still be on its way.
 */
export class OutputCaptures {
  /** Hear what Python says on a comm, before anybody else does. */
  hear({ type, message }: CommOutput): void {
    const isOpening = type === 'comm_open' && message.includes('"OutputModel"');
    if (!isOpening && this.#captures.size === 0) {
      return;
    }
    const { content } = JSON.parse(message) as CommOutputMessage;
    const { comm_id: id } = content;
    const { method, state = {} } = content.data as { method?: string; state?: Record<string, unknown> };
    if (isOpening) {
      if (state['_model_name'] === 'OutputModel') {
        this.#captures.set(id, { messageId: '', held: [], take: null });
      }
    } else if (type === 'comm_close') {
      this.#captures.delete(id);
    }
    const capture = this.#captures.get(id);
    const { msg_id: messageId } = state;
    // An echo tells what the page itself has said.
    if (capture !== undefined && method !== 'echo_update' && typeof messageId === 'string') {
      capture.messageId = messageId;
      // The one that began last is asked first.
      this.#captures.delete(id);
      this.#captures.set(id, capture);
    }
  }

  /** What takes the outputs of a message, if something does. */
  of(messageId: string): Take | undefined {
    const capture = [...this.#captures.values()].findLast((each) => each.messageId === messageId);
    return (
      capture &&
      ((output) => {
        if (capture.take === null) {
          capture.held.push(output);
        } else {
          capture.take(output);
        }
      })
    );
  }

  /** Have what a model takes be handed on, from what it has taken first. */
  attach(modelId: string, take: Take): void {
    const capture = this.#captures.get(modelId);
    if (capture !== undefined) {
      capture.take = take;
      for (const output of capture.held.splice(0)) {
        take(output);
      }
    }
  }

  /** Python, with all models in it, is not there any more. */
  reset(): void {
    this.#captures.clear();
  }

  readonly #captures = new Map<string, Capture>();
}
