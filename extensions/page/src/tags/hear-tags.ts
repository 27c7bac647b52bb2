import type { WidgetPython } from '../widgets/widget-python.ts';

/** By this target Python tells of a tag that it has made (`python/lite_build_tags`). */
const TARGET = '"lite-build.tag"';

/**
 * Hear of the tags that a Python makes, until the signal.
 *
 * @param kernel its name; null for the one on the page's own thread.
 */
export function hearTags(python: WidgetPython, kernel: string | null, signal: AbortSignal): void {
  python.session.router.listenToComms(
    {
      comm: (output) => {
        if (output.type === 'comm_open' && output.message.includes(TARGET)) {
          const { generation } = python.session;
          void import('./made-tags.ts').then(({ madeTags }) => {
            madeTags.take(output, { python, kernel, generation });
          });
        }
      },
      reset: () => undefined,
    },
    signal,
  );
}
