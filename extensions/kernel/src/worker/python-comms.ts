import type { CommInput, CommOutput } from '@lite-build/messages';
import { type CodeRunner, type OwnCode, runOwnCode } from '../boot/own-code.ts';

/**
 * Joins Python's comms to the worker. A message goes through as JSON, which both sides parse faster than they convert
 * objects, and its bytes are copied once.
 *
 * What `json` does not know becomes what jupyter_client makes of it, in `json_default`; a number that JSON does not know
 * becomes null, as in JavaScript's JSON.
 */
export const COMMS: OwnCode = {
  name: 'comms',
  source: `
from collections.abc import Iterable
from datetime import date
from json import dumps, loads
from math import isfinite
from numbers import Integral, Real

from pyodide.ffi import to_js
from pyodide_kernel import kernel_instance as kernel
from pyodide_kernel.comm import Comm


def receive(kind, message, buffers):
    message = loads(message)
    message["buffers"] = [buffer.to_memoryview() for buffer in buffers]
    before = getattr(kernel, "_parent_header", None)
    kernel._parent_header = message
    try:
        getattr(kernel.comm_manager, kind)(None, None, message)
    finally:
        # A cell that awaits goes on putting out its own.
        if before is not None:
            kernel._parent_header = before


def publish_by(publish):
    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        parent = getattr(kernel, "_parent_header", None) or {}
        message = {
            "content": {"data": data or {}, "comm_id": self.comm_id, **keys},
            "metadata": metadata or {},
            "parent_header": parent.get("header", {}),
        }
        publish(msg_type, as_json(message), to_js([as_bytes(buffer) for buffer in buffers or ()]))

    Comm.publish_msg = publish_msg


def as_json(message):
    try:
        return dumps(message, allow_nan=False, default=simpler)
    except ValueError:
        return dumps(finite(message), allow_nan=False, default=simpler)


def simpler(value):
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return finite(float(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview):
        return [finite(item) for item in value]
    raise TypeError(f"a message to the page cannot hold {value!r}, which is of type {type(value).__name__}")


def finite(value):
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def as_bytes(buffer):
    view = memoryview(buffer)
    try:
        return view.cast("B")
    except TypeError:
        # Not in order, empty in more than one dimension, or of a format that only its bytes are known of.
        return view.tobytes()
`,
};

/** Has Python handle a message of the page. */
export type ReceiveComm = (
  kind: CommInput['type'],
  message: string,
  buffers: CommInput['buffers'],
) => unknown;

/**
 * Join Python's comms to the worker.
 *
 * @param publish is called with what Python says on a comm; its buffers are nobody else's.
 * @returns has Python handle what the page says on one.
 */
export function joinComms(pyodide: CodeRunner, publish: (output: CommOutput) => void): ReceiveComm {
  const names = runOwnCode(pyodide, COMMS);
  const publishBy = names.get('publish_by') as (publish: unknown) => void;
  publishBy((type: CommOutput['type'], message: string, buffers: Uint8Array<ArrayBuffer>[]) => {
    publish({ type, message, buffers: buffers.map(({ buffer }) => buffer) });
  });
  return names.get('receive') as ReceiveComm;
}
