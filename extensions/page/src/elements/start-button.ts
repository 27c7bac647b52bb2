import { withSize } from '../download.ts';
import type { WidgetSession } from '../kernel/session.ts';
import { word } from '../words/words.ts';

/** Starts Python where nothing else in an element does, once a reader has read how large it is. */
export function startButton(session: Pick<WidgetSession, 'want'>): HTMLElement {
  const place = document.createElement('div');
  place.className = 'controls start';
  place.part.add('controls');
  const button = document.createElement('button');
  button.type = 'button';
  button.part.add('run');
  button.textContent = withSize(word('start-python'));
  button.addEventListener('click', () => {
    session.want();
  });
  place.append(button);
  return place;
}
