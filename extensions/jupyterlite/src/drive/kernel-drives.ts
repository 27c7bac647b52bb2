import type { Failure, SentChange } from '@lite-build/drive/changes';
import type { KernelFiles } from '@lite-build/kernel/host/kernel';
import type { ISignal } from '@lumino/signaling';
import type { DriveFiles } from './drive-files.ts';
import { type DriveQuestion, KernelDrive, type KernelDriveListener } from './kernel-drive.ts';

/** The drives that a kernel sees beside its own, by the names that they have in Python. */
export interface DrivesBeside {
  readonly names: readonly string[];
  files(name: string): DriveFiles | null;
  /** There is another one. */
  readonly changed: ISignal<unknown, unknown>;
}

export interface KernelDrivesListener extends Omit<KernelDriveListener, 'stored'> {
  /** A step of the worker's has ended, in a drive. */
  stored(drive: string, step: number, failures: readonly Failure[]): void;
}

/** Answers what a kernel asks of its drives, and stores what it writes: its own has an empty name. */
export class KernelDrives implements KernelFiles {
  constructor(own: DriveFiles, beside: DrivesBeside, listener: KernelDrivesListener) {
    this.#beside = beside;
    this.#listener = listener;
    this.#drives.set('', this.#made('', own));
  }

  store(drive: string, step: number, changes: readonly SentChange[]): void {
    this.#drive(drive).store(step, changes);
  }

  async answer(question: DriveQuestion): Promise<unknown> {
    return await this.#drive(question.drive).answer(question);
  }

  #drive(name: string): KernelDrive {
    const known = this.#drives.get(name);
    if (known !== undefined) {
      return known;
    }
    const files = this.#beside.files(name);
    if (files === null) {
      throw new Error(`there is no drive "${name}"`);
    }
    const made = this.#made(name, files);
    this.#drives.set(name, made);
    return made;
  }

  #made(name: string, files: DriveFiles): KernelDrive {
    return new KernelDrive(files, {
      ...this.#listener,
      stored: (step, failures) => {
        this.#listener.stored(name, step, failures);
      },
    });
  }

  readonly #beside: DrivesBeside;
  readonly #listener: KernelDrivesListener;
  readonly #drives = new Map<string, KernelDrive>();
}
