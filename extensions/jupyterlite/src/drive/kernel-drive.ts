import type { Failure, SentChange } from '@lite-build/drive/changes';
import { fromBase64 } from '@lite-build/drive/base64';
import type { BlockingQuestion, FileAnswer, FileContent, StepEnd } from '@lite-build/messages';
import type { DriveFiles, Stored } from './drive-files.ts';

/** How a kernel's drive tells of what it does. */
export interface KernelDriveListener {
  /** A step of the worker's has ended. */
  stored(step: number, failures: readonly Failure[]): void;
  /** Something changed, and JupyterLab is about to be told, by this kernel's doing. */
  changing(announce: () => void): void;
  /** Others have changed what Python has written over. */
  overwritten(paths: readonly string[]): void;
}

/** Of this length on, a content is not made part of a message, which would be copied a few times, in characters. */
const LONG = 64 * 1024;

/** What a kernel asks of a drive. */
export type DriveQuestion = Extract<BlockingQuestion, { type: `drive-${string}` }>;

/** Answers what a kernel asks of its drive, and stores what it writes, in its order. */
export class KernelDrive {
  constructor(files: DriveFiles, listener: KernelDriveListener) {
    this.#files = files;
    this.#listener = listener;
  }

  /** Store a step of the worker's, after those before. */
  store(step: number, changes: readonly SentChange[]): void {
    this.#last = this.#last.then(async () => {
      const { failures, overwritten, announce } = await this.#files
        .store(changes)
        .catch((error: unknown): Stored => ({
          failures: changes.map(({ path }) => ({ path, reason: 'failed', message: String(error) })),
          overwritten: [],
          announce: () => undefined,
        }));
      if (failures.length > 0) {
        this.#failed.push([step, failures]);
      }
      this.#done = step;
      try {
        this.#listener.stored(step, failures);
        this.#listener.changing(announce);
        if (overwritten.length > 0) {
          this.#listener.overwritten(overwritten);
        }
      } catch (error) {
        // The steps that follow must not be lost for it.
        console.error(error);
      }
      this.#ended.resolve(null);
      this.#ended = Promise.withResolvers();
    });
  }

  async answer(question: DriveQuestion): Promise<unknown> {
    switch (question.type) {
      case 'drive-list':
        await this.#until(question.after);
        return await this.#files.list(question.path);
      case 'drive-read':
        await this.#until(question.after);
        return this.#show(await this.#files.read(question.path));
      case 'drive-wait': {
        await this.#until(question.through);
        return this.#failed.filter(([step]) => step > question.after);
      }
    }
  }

  /** Give a long content to the worker without a copy in a message. */
  #show(content: FileContent | Blob | null): FileAnswer | null {
    // It has read the one before: it asks for another.
    URL.revokeObjectURL(this.#shown);
    this.#shown = '';
    if (content === null || (!(content instanceof Blob) && content.text.length < LONG)) {
      return content;
    }
    const blob =
      content instanceof Blob
        ? content
        : new Blob([content.isBase64 ? fromBase64(content.text) : content.text]);
    this.#shown = URL.createObjectURL(blob);
    return { url: this.#shown };
  }

  /** Wait until a step has ended: the question may be here before the step. */
  async #until(step: number): Promise<void> {
    while (this.#done < step) {
      await this.#ended.promise;
    }
  }

  readonly #files: DriveFiles;
  readonly #listener: KernelDriveListener;
  #last: Promise<void> = Promise.resolve();
  /** Is replaced as often as a step has ended. */
  #ended = Promise.withResolvers<null>();
  #done = 0;
  #shown = '';
  readonly #failed: StepEnd[] = [];
}
