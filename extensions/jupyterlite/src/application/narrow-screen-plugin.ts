import { ILabShell, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { NO_CHOICES, type SideBarChoices, SideBars } from './side-bars.ts';

const PLUGIN = '@lite-build/jupyterlite:narrow-screen';
/** Below this width a side bar leaves no room for a notebook, in pixels. */
const NARROW_PIXELS = 600;
/** What a reader does; until one of these, what opens a side bar is the page that begins. */
const READERS_EVENTS = ['pointerdown', 'keydown', 'touchstart'] as const;

/** Has JupyterLab open with its side bars closed where the screen is narrow. */
export const narrowScreenPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Opens JupyterLab with its side bars closed on a narrow screen.',
  autoStart: true,
  optional: [ILabShell, IStateDB],
  activate: (_: JupyterFrontEnd, shell: ILabShell | null, state: IStateDB | null) => {
    if (shell === null) {
      return;
    }
    const isNarrow = (): boolean => window.innerWidth < NARROW_PIXELS;
    void shell.restored.then(async () => {
      const kept = (await state?.fetch(PLUGIN)) as SideBarChoices | undefined;
      const bars = new SideBars(shell, isNarrow, kept ?? NO_CHOICES, (choices) => {
        void state?.save(PLUGIN, { ...choices });
      });
      let readerCame = false;
      for (const event of READERS_EVENTS) {
        document.addEventListener(event, () => (readerCame = true), { capture: true, once: true });
      }
      bars.arrange();
      shell.layoutModified.connect(() => {
        if (readerCame) {
          bars.remember();
        } else {
          bars.arrange();
        }
      });
    });
  },
};
