import { SAVED_VIEW } from './saved-views.ts';

/** When Python is wanted. */
export const WHENS = ['eager', 'visible', 'interaction', 'idle'] as const;
export type When = (typeof WHENS)[number];

export function isWhen(value: string): value is When {
  return (WHENS as readonly string[]).includes(value);
}

/** Do something once it is time; nothing once the signal is aborted. */
export function wanted(element: Element, when: When, signal: AbortSignal, act: () => void): void {
  switch (when) {
    case 'eager':
      act();
      break;
    case 'visible':
      onceVisible(element, signal, act);
      break;
    case 'interaction':
      onceTouched(element, signal, act);
      break;
    case 'idle':
      onceIdle(signal, act);
      break;
  }
}

function onceVisible(element: Element, signal: AbortSignal, act: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        observer.disconnect();
        act();
      }
    },
    // A little before it is seen.
    { rootMargin: '200px' },
  );
  observer.observe(element);
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}

function onceTouched(element: Element, signal: AbortSignal, act: () => void): void {
  const events = ['pointerdown', 'focusin', 'keydown'];
  // Not by a signal of several: WebKit may lose one that nobody else holds, and would act at each touch.
  const touched = ({ target }: Event): void => {
    // A saved widget says by itself whether it wants Python.
    if (target instanceof Element && target.closest(`.${SAVED_VIEW}`) !== null) {
      return;
    }
    for (const event of events) {
      element.removeEventListener(event, touched, { capture: true });
    }
    act();
  };
  for (const event of events) {
    element.addEventListener(event, touched, { capture: true, signal });
  }
}

function onceIdle(signal: AbortSignal, act: () => void): void {
  const later = (): void => {
    if (!signal.aborted) {
      act();
    }
  };
  // Safari has none.
  if ('requestIdleCallback' in globalThis) {
    requestIdleCallback(later);
  } else {
    setTimeout(later, 200);
  }
}
