"""The control comm, by which a page that was loaded again asks for the state of all widgets at once.

Source: the Jupyter widget messaging protocol, control comm 1.0.0: `request_states`, and `update_states`.
The page makes models of what is in the answer and of nothing else, so ipywidgets' own widgets are in ours.
"""

from __future__ import annotations

import sys
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import comm

from litewidget.protocol import CONTROL_TARGET, CONTROL_VERSION
from litewidget.references import open_models
from litewidget.reporting import report_exception
from litewidget.wire import pack, put_buffers, send_packed

if TYPE_CHECKING:
    from comm.base_comm import BaseComm


def answer_requests_for_all_states() -> None:
    """Take the control comm's target; at each new widget, as ipywidgets takes it when it is imported."""
    comm.get_comm_manager().register_target(CONTROL_TARGET, _opened)


def _opened(control: BaseComm, message: dict[str, Any]) -> None:
    version = str(message.get("metadata", {}).get("version", ""))
    if version.partition(".")[0] != CONTROL_VERSION.partition(".")[0]:
        raise ValueError(
            f"The page speaks version {version!r} of the control comm, and not {CONTROL_VERSION}"
        )
    control.on_msg(lambda request: _answer(control, request))


def _answer(control: BaseComm, request: dict[str, Any]) -> None:
    try:
        method = request["content"]["data"]["method"]
        if method != "request_states":
            raise ValueError(f"The page sent {method!r} to the control comm, which knows request_states")
        packed = pack({**_states_of_ipywidgets(), **_own_states()}, "widgets")
        send_packed(control, packed, method="update_states", states=packed.state)
    except Exception:  # as in `Channel._handle`
        report_exception("a request for the state of all widgets")


def _own_states() -> dict[str, dict[str, Any]]:
    states: dict[str, dict[str, Any]] = {}
    for model_id, model in tuple(open_models.items()):
        state = model.read_state()
        states[model_id] = {
            "model_name": state["_model_name"],
            "model_module": state["_model_module"],
            "model_module_version": state["_model_module_version"],
            "state": state,
        }
    return states


def _states_of_ipywidgets() -> dict[str, dict[str, Any]]:
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets is None:
        return {}
    states: dict[str, dict[str, Any]] = ipywidgets.Widget.get_manager_state()["state"]
    for model in states.values():
        saved = model.pop("buffers", [])
        put_buffers(
            model["state"], [each["path"] for each in saved], [b64decode(each["data"]) for each in saved]
        )
    return states
