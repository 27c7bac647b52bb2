/** The error's name that a cell has where Python has ended in it. */
export const PYTHON_ENDED = 'PythonEnded';

/** What engines say where a stack is used up. */
const TOO_DEEP = /call stack|too much recursion|stack overflow/i;
/** What engines, Emscripten and allocators say where memory is. */
const NO_MEMORY = /out of memory|OOM|memory allocation|Cannot enlarge memory|could not allocate/i;

/** As `os._exit` has it. */
const EXITED = /^Exit: |terminated with exit/;

/** Say for people what has ended Python, given the error that it could not go on from. */
export function wordsForEnd(error: unknown): string {
  const told = String(error);
  if (EXITED.test(told)) {
    return 'code has ended it, with os._exit() or the like';
  }
  if (TOO_DEEP.test(told)) {
    return `a function in C has called itself too deeply (${told})`;
  }
  if (NO_MEMORY.test(told)) {
    return `the memory that a page can have is used up (${told})`;
  }
  return `it met an error that it cannot go on from (${told})`;
}
