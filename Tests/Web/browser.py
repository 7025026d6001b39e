"""A browser without a window, driven through its DevTools protocol; only the standard library."""

import base64
import json
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request


class Socket:
    """The client's side of a WebSocket: text messages over one connection."""

    def __init__(self, url):
        host, path = url[len("ws://") :].split("/", 1)
        name, port = host.split(":")
        self.socket = socket.create_connection((name, int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.rest = b""
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.socket.recv(4096)
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise OSError(head.decode(errors="replace"))

    def send(self, text):
        data = text.encode()
        size = len(data)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, size)
        # A mask of zeros is one, too.
        self.socket.sendall(head + b"\0\0\0\0" + data)

    def exactly(self, count):
        while len(self.rest) < count:
            data = self.socket.recv(1 << 20)
            if not data:
                raise OSError("the browser closed the connection")
            self.rest += data
        data, self.rest = self.rest[:count], self.rest[count:]
        return data

    def receive(self, timeout):
        """Returns the next message, or None when none came in time."""
        whole = b""
        self.socket.settimeout(timeout)
        try:
            while True:
                first, second = self.exactly(2)
                size = second & 0x7F
                if size == 126:
                    (size,) = struct.unpack("!H", self.exactly(2))
                elif size == 127:
                    (size,) = struct.unpack("!Q", self.exactly(8))
                self.socket.settimeout(60)
                data = self.exactly(size)
                if first & 0x0F in (0, 1):
                    whole += data
                    if first & 0x80:
                        return whole.decode()
        except TimeoutError:
            return None


class Browser:
    """Chromium with one page."""

    def __init__(self, program=None):
        program = program or next(
            filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
        )
        if not program:
            raise SystemExit("no chromium: apt-get install chromium")
        self.folder = tempfile.mkdtemp(prefix="tidemark-web-")
        self.process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--js-flags=--expose-gc", "--remote-debugging-port=0",
                "--remote-allow-origins=*", f"--user-data-dir={self.folder}", "about:blank",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.number = 0
        self.errors = []
        self.failures = []
        port = self.await_port()
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json"))
        page = next(page for page in pages if page["type"] == "page")
        self.socket = Socket(page["webSocketDebuggerUrl"])
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(domain + ".enable")

    def await_port(self):
        path = os.path.join(self.folder, "DevToolsActivePort")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if os.path.exists(path):
                text = open(path).read().split()
                if text:
                    return int(text[0])
            if self.process.poll() is not None:
                raise SystemExit(f"chromium ended with {self.process.returncode}")
            time.sleep(0.1)
        raise SystemExit("chromium does not answer")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, **parameters):
        self.number += 1
        number = self.number
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            text = self.socket.receive(60)
            if text is None:
                raise OSError(f"no answer to {method}")
            message = json.loads(text)
            if message.get("id") == number:
                if "error" in message:
                    raise OSError(f"{method}: {message['error']}")
                return message["result"]
            self.note(message)

    def note(self, message):
        """Keeps what the page complained of; requests that fail are kept apart."""
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Fetch.requestPaused":
            self.number += 1
            answer = {
                "requestId": parameters["requestId"], "responseCode": 200,
                "responseHeaders": [{"name": "content-type", "value": "text/html; charset=utf-8"}],
                "body": base64.b64encode(self.page.encode()).decode(),
            }
            self.socket.send(json.dumps({"id": self.number, "method": "Fetch.fulfillRequest", "params": answer}))
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", details["text"])
            self.errors.append(f"{thrown} (line {details['lineNumber'] + 1})")
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
            self.errors.append(" ".join(str(a.get("value", a.get("description"))) for a in parameters["args"]))
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            entry = parameters["entry"]
            kept = self.failures if entry["source"] == "network" else self.errors
            kept.append(entry["text"] + " " + entry.get("url", ""))

    def drain(self, seconds=0.05):
        while True:
            text = self.socket.receive(seconds)
            if text is None:
                return
            self.note(json.loads(text))

    def run(self, script):
        """Runs a script in the page and returns its value; promises are waited for."""
        result = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True,
            replMode=True,
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise AssertionError(details.get("exception", {}).get("description", details["text"]))
        return result["result"].get("value")

    def replace(self, page):
        """Takes every page that is opened from this text instead of from the server."""
        self.page = page
        self.call("Fetch.enable", patterns=[{"urlPattern": "http://*", "resourceType": "Document"}])

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.until(f"document.readyState === 'complete' && location.href.startsWith({json.dumps(url)})", 30)

    def until(self, condition, seconds=20):
        """Waits until a condition holds in the page; returns its value, or None."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                value = self.run(condition)
                if value:
                    return value
            except (AssertionError, OSError):
                pass
            time.sleep(0.1)
        return None

    def size(self, width, height, scale=1, is_phone=False):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
            mobile=is_phone,
        )

    def scheme(self, scheme, motion="no-preference"):
        self.call(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": motion},
            ],
        )

    def screenshot(self, path=None, whole=False):
        parameters = {"format": "png", "captureBeyondViewport": whole}
        data = base64.b64decode(self.call("Page.captureScreenshot", **parameters)["data"])
        if path:
            with open(path, "wb") as file:
                file.write(data)
        return data

    def key(self, key, code=None, text=None, modifiers=0):
        event = {"key": key, "code": code or key, "modifiers": modifiers}
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowLeft": 37, "ArrowRight": 39}
        number = codes.get(key, ord(key[0].upper()))
        if text is None and len(key) == 1:
            text = key
        if key == "Enter":
            text = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown", windowsVirtualKeyCode=number, **event, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", windowsVirtualKeyCode=number, **event)

    def click(self, x, y):
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="none" if kind == "mouseMoved" else "left", clickCount=0 if kind == "mouseMoved" else 1)
