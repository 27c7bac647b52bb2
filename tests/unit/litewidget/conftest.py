"""A page that tests can see into: real comms of a real manager, which keep what they send.

These tests run under CPython and inside a site's own runtime: no threads, no subprocesses, no network.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import comm
import pytest
from comm.base_comm import BaseComm, CommManager

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Sent:
    """One message to the page, its data as JSON makes it."""

    kind: str
    model_id: str
    data: dict[str, Any]
    buffers: list[bytes]
    metadata: dict[str, Any]


@dataclass
class Page:
    """The other end of the comms."""

    manager: CommManager = field(default_factory=CommManager)
    sent: list[Sent] = field(default_factory=list)

    def opened(self, model_id: str) -> Sent:
        """How a model was opened."""
        return next(each for each in self.sent if each.kind == "comm_open" and each.model_id == model_id)

    def state(self, model_id: str) -> dict[str, Any]:
        """The state with which a model was opened."""
        state: dict[str, Any] = self.opened(model_id).data["state"]
        return state

    def take(self) -> list[Sent]:
        """What was sent since the last time."""
        taken, self.sent = self.sent, []
        return taken

    def updates(self) -> list[dict[str, Any]]:
        """The states of the updates since the last time; echoes are none."""
        return [each.data["state"] for each in self.take() if each.data.get("method") == "update"]

    def responses(self) -> list[Sent]:
        """The answers to commands since the last time."""
        return [each for each in self.take() if each.data.get("method") == "custom"]

    def send(self, model_id: str, data: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """Send a message to a model's widget."""
        found = self.manager.get_comm(model_id)
        assert found is not None
        message = {
            "content": {"comm_id": model_id, "data": json.loads(json.dumps(data))},
            "buffers": [memoryview(each) for each in buffers or ()],
            "metadata": {},
        }
        found.handle_msg(message)

    def set(
        self,
        model_id: str,
        state: dict[str, Any],
        buffer_paths: list[list[str | int]] | None = None,
        buffers: list[bytes] | None = None,
    ) -> None:
        """Set traits, as `model.set` and `model.save_changes` do."""
        data = {"method": "update", "state": state, "buffer_paths": buffer_paths or []}
        self.send(model_id, data, buffers)

    def invoke(
        self, model_id: str, name: str, *message: object, buffers: list[bytes] | None = None, call: str = "1"
    ) -> None:
        """Call a command; without a message, `msg` is not there, as JSON leaves out what is undefined."""
        content = {"id": call, "kind": "anywidget-command", "name": name}
        data = {"method": "custom", "content": {**content, **({"msg": message[0]} if message else {})}}
        self.send(model_id, data, buffers)

    def close(self, model_id: str) -> None:
        """Close a model's comm, as a page does that discards the model."""
        self.manager.comm_close(None, "", {"content": {"comm_id": model_id, "data": {}}})  # type: ignore[arg-type]

    def request_all_states(self, version: str = "1.0.0") -> Sent:
        """Ask for the state of all widgets, as a page does that was loaded again."""
        opening = {
            "content": {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}},
            "metadata": {"version": version},
        }
        self.manager.comm_open(None, "", opening)  # type: ignore[arg-type]
        self.send("control", {"method": "request_states"})
        return self.take()[-1]


@pytest.fixture(autouse=True)
def no_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what is reported go to the log, though in a site's runtime there is a notebook to show it."""
    if (ipython := sys.modules.get("IPython")) is not None:
        monkeypatch.setattr(ipython, "get_ipython", lambda: None)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A page that is connected to everything that opens a comm."""
    watching = Page()

    class RecordingComm(BaseComm):
        # As a Pyodide kernel's, it has no `kernel`.

        def publish_msg(
            self,
            msg_type: str,
            data: dict[str, Any] | None = None,
            metadata: dict[str, Any] | None = None,
            buffers: list[bytes] | None = None,
            **keys: object,
        ) -> None:
            plain = json.loads(json.dumps(data or {}))
            parts = [bytes(each) for each in buffers or ()]
            watching.sent.append(Sent(msg_type, self.comm_id, plain, parts, metadata or {}))

    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    monkeypatch.setattr(comm, "get_comm_manager", lambda: watching.manager)
    yield watching
    for model_id in tuple(watching.manager.comms):
        watching.close(model_id)
