import type { PageReflection } from '@lite-build/messages';
import {
  APPLY,
  ASSIGN,
  CONSTRUCT,
  DELETE_PROPERTY,
  GET,
  GET_OWN_PROPERTY_DESCRIPTOR,
  HAS,
  SET,
} from 'reflected-ffi/traps';
import { REMOTE_FUNCTION } from 'reflected-ffi/types';
import { METHODS } from './shapes.ts';
import { AWAIT, keyOf } from './tagged.ts';

/** How something is said to the page; tells by which number. */
export type Say = (
  call: PageReflection['call'],
  wants: PageReflection['wants'],
  as?: PageReflection['as'],
) => number;

/** What Pyodide asks of an object first, and last. */
const FIRST_ASKED = Symbol.toStringTag;
const LAST_ASKED = 'name';

/** What is said where Python takes for a value what has not come yet. */
const LATER =
  'what the page has comes later here, as the page is not isolated and no service worker answers: ' +
  'await it, as in "await document.title"';

/**
 * The page's objects where the worker cannot wait for its page: what comes has a name before anybody has it, by which
 * more is done with it, and it may be awaited.
 */
export class LaterObjects {
  /** @param settled is given what takes the answer to what was said by a number. */
  constructor(say: Say, settled: (id: number, resolve: Take, reject: Take) => void) {
    this.#say = say;
    this.#settled = settled;
  }

  /** Do something with an object of the page's; gives what `reflected-ffi` takes for what the page has answered. */
  reflect(trap: number, object: number | null, values: unknown[]): unknown {
    const call = [trap, object, ...values] as const;
    switch (trap) {
      case SET:
      case DELETE_PROPERTY:
      case ASSIGN:
        this.#say(call, null);
        return true;
      case HAS:
        return true;
      case GET_OWN_PROPERTY_DESCRIPTOR:
        if (keyOf(values) === LAST_ASKED) {
          this.#asked = undefined;
        }
        return undefined;
      case GET: {
        const own = this.#ownOf(object, keyOf(values));
        return own === undefined ? this.#named(call) : own.value;
      }
      case APPLY:
      case CONSTRUCT: {
        const named = this.#named(call);
        this.#called = this.#names;
        return named;
      }
      default:
        return refuse();
    }
  }

  #named(call: PageReflection['call']): unknown {
    this.#names -= 1;
    this.#say(call, null, this.#names);
    this.#asked = undefined;
    return [REMOTE_FUNCTION, this.#names];
  }

  /** What an object has at once. */
  #ownOf(object: number | null, key: string | symbol): { value: unknown } | undefined {
    const isLater = object !== null && object < 0;
    if (key === 'then') {
      if (object === this.#called) {
        this.#called = undefined;
        return { value: undefined };
      }
      return { value: isLater ? this.#thenOf(object) : undefined };
    }
    const isWords = key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf';
    if (isWords && isLater) {
      return { value: refuse };
    }
    if (key === FIRST_ASKED) {
      this.#asked = object;
    }
    const isAsked = object === this.#asked && (key === 'constructor' || METHODS.includes(key));
    return isAsked || typeof key === 'symbol' ? { value: undefined } : undefined;
  }

  #thenOf(object: number): (resolve: Take, reject: Take) => void {
    return (resolve, reject) => {
      this.#settled(this.#say([AWAIT, object], 'message'), resolve, reject);
    };
  }

  readonly #say: Say;
  readonly #settled: (id: number, resolve: Take, reject: Take) => void;
  #names = 0;
  /** What a call gives, until Pyodide has asked whether it is a promise: it would put another one into its place. */
  #called: number | undefined;
  /** The object that Pyodide asks of, to find out what Python can do with it; undefined where it asks of none. */
  #asked: number | null | undefined;
}

type Take = (value: unknown) => void;

function refuse(): never {
  throw new Error(LATER);
}
