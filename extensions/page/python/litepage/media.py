"""Cameras, microphones and loudspeakers."""

from __future__ import annotations

from typing import Any

from litepage import page
from litepage.ffi import to_js


class Device:
    """A camera, a microphone or a loudspeaker.

    Args:
        device: JavaScript's `MediaDeviceInfo`.
    """

    def __init__(self, device: Any) -> None:
        self._device = device

    @property
    def id(self) -> str:
        """By which the browser knows it."""
        return str(self._device.deviceId)

    @property
    def group(self) -> str:
        """What the parts of one thing have in common, as a camera with its microphone."""
        return str(self._device.groupId)

    @property
    def kind(self) -> str:
        """One of `videoinput`, `audioinput`, `audiooutput`."""
        return str(self._device.kind)

    @property
    def label(self) -> str:
        """Its name for people; empty until the page may use one."""
        return str(self._device.label)

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @classmethod
    async def request_stream(cls, audio: Any = False, video: Any = True) -> Any:
        """Ask the reader for what a device of the kind sees or hears.

        Args:
            audio: whether sound is wanted, or what of it, as JavaScript's `MediaTrackConstraints` says it.
            video: the same of pictures.

        Returns:
            JavaScript's `MediaStream`.

        Raises:
            pyodide.ffi.JsException: the reader refuses, or there is no such device.
            RuntimeError: the browser gives the page none.
        """
        return await _devices().getUserMedia(to_js({"audio": audio, "video": video}))

    @classmethod
    async def load(cls, audio: Any = False, video: Any = True) -> Any:
        """The older name of `request_stream`."""
        return await cls.request_stream(audio=audio, video=video)

    async def get_stream(self) -> Any:
        """Ask the reader for what this very device sees or hears; see `request_stream`."""
        wanted = {"deviceId": {"exact": self.id}}
        if self.kind.startswith("audio"):
            return await self.request_stream(audio=wanted, video=False)
        return await self.request_stream(video=wanted)


async def list_devices() -> list[Device]:
    """All devices that the browser tells of.

    Raises:
        RuntimeError: it tells this page of none.
    """
    return [Device(device) for device in await _devices().enumerateDevices()]


def _devices() -> Any:
    devices = getattr(page.window.navigator, "mediaDevices", None)
    if not devices:
        raise RuntimeError("the browser gives devices only to pages of https: or of this machine (localhost)")
    return devices
