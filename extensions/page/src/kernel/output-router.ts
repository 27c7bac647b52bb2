import type { CellOutput, CommOutput, CommOutputMessage, Output } from '@lite-build/messages';
import type { InputQuestion } from '@lite-build/kernel/host/kernel';

/** Somewhere what a cell puts out is shown. */
export interface CellSink {
  output(output: CellOutput): void;
  /** Python waits for a line: shows where it is typed, and resolves to it. */
  ask(prompt: string, isPassword: boolean, signal: AbortSignal): Promise<string>;
  /** Python proposes what may be run next, as `%load` does. */
  propose?(code: string): void;
}

/** Takes what Python says on comms. */
export interface CommListener {
  comm(output: CommOutput): void;
  /** The kernel, with all comms in it, is not there any more. */
  reset(): void;
}

/** A sink, and whether it is that of a cell of Python's; else an element has asked, and no cell is known for it. */
interface Place {
  readonly sink: CellSink;
  readonly isCell: boolean;
}

type Divert = (messageId: string) => ((output: CellOutput) => void) | undefined;

/** Brings what one Python puts out to whoever has asked for it, by the message that it is put out for. */
export class OutputRouter {
  /** Bring what comes for a cell's message to a sink. */
  placeCell(messageId: string, sink: CellSink): void {
    this.#places.set(messageId, { sink, isCell: true });
  }

  /**
   * Bring what comes for a message on a comm to where the cell is that has opened the comm.
   *
   * @param sink takes it, and what comes for the comm later, in place of that cell.
   * @returns ends that, once Python has handled the message.
   */
  placeComm(messageId: string, commId: string, sink?: CellSink): () => void {
    if (sink !== undefined) {
      this.#openers.set(commId, { sink, isCell: false });
    }
    const opener = this.#openers.get(commId);
    if (opener !== undefined) {
      this.#places.set(messageId, opener);
    }
    return () => {
      this.#places.delete(messageId);
    };
  }

  /** Show nothing more of what comes for a sink: it is not on the page any more. */
  forget(sink: CellSink): void {
    for (const places of [this.#places, this.#openers]) {
      for (const [id, place] of places) {
        if (place.sink === sink) {
          places.delete(id);
        }
      }
    }
  }

  /** Where what comes for a message goes. */
  sinkOf(messageId: string): CellSink | undefined {
    return this.#places.get(messageId)?.sink;
  }

  /** Have some of what is put out go elsewhere, by the id of the message that it is put out for. */
  divert(divert: Divert): void {
    this.#divert = divert;
  }

  /** Hear of comms until the signal is aborted. */
  listenToComms(listener: CommListener, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener));
  }

  route(output: Output): void {
    if ('message' in output) {
      this.#noteOpener(output);
      for (const listener of this.#listeners) {
        listener.comm(output);
      }
    } else {
      const { msg_id: id, msg_type: cause } = output.parentHeader;
      const place = this.#places.get(id);
      const diverted = this.#divert(id);
      if (diverted !== undefined) {
        diverted(output);
      } else if (output.type !== 'execute_error' || cause === 'execute_request' || place?.isCell !== true) {
        // Python tells what a callback has raised to the cell as well that its widget is of.
        place?.sink.output(output);
      }
    }
  }

  /** Have a line be typed where the cell is that waits for it. Empty where that is nowhere. */
  async ask({ content, parentHeader }: InputQuestion, signal: AbortSignal): Promise<string> {
    const place = this.#places.get(parentHeader.msg_id);
    const answer = place?.sink.ask(content.prompt, content.password, signal);
    return (await answer?.catch(() => '')) ?? '';
  }

  /** Python, with all that it was asked, is not there any more. */
  reset(): void {
    this.#places.clear();
    this.#openers.clear();
    for (const listener of this.#listeners) {
      listener.reset();
    }
  }

  #noteOpener({ type, message }: CommOutput): void {
    if (type === 'comm_msg') {
      return;
    }
    const { content, parent_header: parent } = JSON.parse(message) as CommOutputMessage;
    if (type === 'comm_close') {
      this.#openers.delete(content.comm_id);
    } else {
      const place = this.#places.get(parent.msg_id);
      if (place !== undefined) {
        this.#openers.set(content.comm_id, place);
      }
    }
  }

  readonly #listeners = new Set<CommListener>();
  /** Where what comes for a message goes, by the message's id. */
  readonly #places = new Map<string, Place>();
  /** Where the cell is that has opened a comm, by the comm's id. */
  readonly #openers = new Map<string, Place>();
  #divert: Divert = () => undefined;
}
