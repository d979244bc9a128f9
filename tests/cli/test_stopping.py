"""Ctrl+C stops the server at once, whatever it is busy with."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from tests.servers import ROOT, environment

BUSY = """
import app
app.patch("eventlet")
import socket, threading, time
_, serve = app._eventlet()
def busy():
    while True:
        until = time.monotonic() + 0.05
        while time.monotonic() < until:
            pass
        time.sleep(0)
threading.Thread(target=busy, daemon=True).start()
print("ready", flush=True)
try:
    serve(lambda environ, start: [], socket.create_server(("127.0.0.1", 0)))
except KeyboardInterrupt:
    pass
print("stopped", flush=True)
"""


def test_ctrl_c_is_not_swallowed_by_a_busy_green_thread() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait(5)
    assert (out, process.returncode, err) == ("stopped\n", 0, "")
