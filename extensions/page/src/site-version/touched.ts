let isTouched = false;

// From the first moment on: a reader may type before the page has been read.
for (const type of ['keydown', 'pointerdown', 'input']) {
  const touch = (event: Event): void => {
    if (event.isTrusted) {
      isTouched = true;
      removeEventListener(type, touch, { capture: true });
    }
  };
  addEventListener(type, touch, { capture: true });
}

/** Whether somebody has done anything on the page, as to press a key, to paste or to drop. */
export function isPageTouched(): boolean {
  return isTouched;
}
