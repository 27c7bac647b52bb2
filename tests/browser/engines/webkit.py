"""WebKitGTK, by the driver that comes with it, on a screen that nobody sees."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, WebKitGTK
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.proxy import Proxy, ProxyType
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
#: The driver reads no console, so the page is asked to keep a copy, long before the kernel starts.
KEEP_CONSOLE = """
if (location.href !== arguments[0]) return false;
globalThis.said = [];
for (const level of ["debug", "log", "info", "warn", "error"]) {
  const write = console[level];
  console[level] = (...words) => { said.push(words.join(" ")); write.apply(console, words); };
}
return true;
"""


class WebKitTab:
    """The tab of a session of WebKit's driver."""

    def __init__(self, driver: WebKitGTK) -> None:
        self._driver = driver

    @property
    def said(self) -> list[str]:
        return list(self._driver.execute_script("return said"))

    def open(self, address: str) -> None:
        self._driver.get(address)
        # A script that runs while one page gives way to the next is an error.
        waiting = WebDriverWait(self._driver, PATIENCE, 0.05, ignored_exceptions=[WebDriverException])
        waiting.until(lambda driver: driver.execute_script(KEEP_CONSOLE, address))

    def evaluate(self, expression: str) -> Any:
        return self._driver.execute_script(f"return {expression}")

    def click(self, x: float, y: float) -> None:
        actions = ActionChains(self._driver, duration=0)
        actions.w3c_actions.pointer_action.move_to_location(round(x), round(y)).click()
        actions.perform()

    def write(self, text: str) -> None:
        ActionChains(self._driver, duration=0).send_keys(text).perform()

    def press(self, *keys: str) -> None:
        values = [getattr(Keys, key.upper()) for key in keys]
        actions = ActionChains(self._driver, duration=0)
        for value in values:
            actions.key_down(value)
        for value in reversed(values):
            actions.key_up(value)
        actions.perform()


@contextmanager
def open_webkit(program: str, proxy: str) -> Iterator[WebKitTab]:
    """Have WebKit show a tab while the block runs.

    Args:
        program: the path of WebKit's driver.
        proxy: the address of a proxy for all but loopback.
    """
    options = Options()
    way = proxy.removeprefix("http://")
    options.proxy = Proxy(
        {"proxyType": ProxyType.MANUAL, "httpProxy": way, "sslProxy": way, "noProxy": ["127.0.0.1"]}
    )
    # The console must be kept before the kernel starts, which says how; a page is there before it is loaded.
    options.page_load_strategy = "none"
    with hidden_screen() as display:
        # The sandbox needs rights that containers do not give, and all that is opened here is ours.
        environment = {"DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        service = Service(program, env={**os.environ, **environment})
        driver = _started(options, service)
        try:
            driver.set_window_rect(0, 0, 1400, 1000)
            yield WebKitTab(driver)
        finally:
            driver.quit()


def _started(options: Options, service: Service) -> WebKitGTK:
    """Start a session; where WebKit does not answer, that is an error, and not a wait without end."""
    before = socket.getdefaulttimeout()
    # Selenium's connections take it when they are made.
    socket.setdefaulttimeout(PATIENCE)
    try:
        return WebKitGTK(options, service)
    except BaseException:
        service.stop()
        raise
    finally:
        socket.setdefaulttimeout(before)


@contextmanager
def hidden_screen() -> Iterator[str]:
    """Have a screen in memory while the block runs; gives what `DISPLAY` says of it."""
    words = [shutil.which("Xvfb") or "Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"]
    with subprocess.Popen(
        [*words, "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as server:
        try:
            assert server.stdout is not None
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
