"""The program's door: chooses the concurrency mode and patches before anything else is imported.

Rule: nothing in ``facilitation/`` imports eventlet or gevent. The mode's few tools are made here
and handed over, so that leaving eventlet is a change of one line (``DEFAULT_MODE``).
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

DEFAULT_MODE = "eventlet"
SERVING = ("serve", "demo")
REQUEST_TIMEOUT_S = 60
"""A half-sent request is given up after this; without it, a thousand of them stop the server."""
MOST_CONNECTIONS = 4096


def chosen_mode(arguments: Sequence[str]) -> str:
    """The mode that the command line asks for; commands that do not serve need none."""
    if not any(word in SERVING for word in arguments):
        return "threading"
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--async-mode":
            return following
        if word.startswith("--async-mode="):
            return word.partition("=")[2]
    return os.environ.get("DRIEGESPREK_ASYNC_MODE", DEFAULT_MODE)


def patch(mode: str) -> None:
    """Patch the standard library for the mode; must come before every other import."""
    if mode == "eventlet":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # eventlet says at each import that it will be retired
            import eventlet
        eventlet.monkey_patch()
    elif mode == "gevent":
        from gevent import monkey

        monkey.patch_all()


def _eventlet() -> tuple[Callable[..., Any], Callable[..., Any]]:
    import signal

    import eventlet.wsgi
    from eventlet import greenio, hubs, tpool
    from greenlet import getcurrent

    def interrupt_here() -> None:
        """Ctrl+C comes up in whichever green thread happens to run, which would swallow it."""
        here = getcurrent()

        def stop(*_: Any) -> None:
            hubs.get_hub().schedule_call_global(0, here.throw, KeyboardInterrupt)

        for one in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(one) not in (signal.SIG_DFL, signal.SIG_IGN):
                signal.signal(one, stop)

    def serve(application: Any, listener: Any) -> None:
        interrupt_here()
        green = (
            listener if isinstance(listener, greenio.GreenSocket) else greenio.GreenSocket(listener)
        )
        eventlet.wsgi.server(
            green,
            application,
            socket_timeout=REQUEST_TIMEOUT_S,
            max_size=MOST_CONNECTIONS,
            log_output=False,
            debug=False,
        )

    return tpool.execute, serve


def _gevent() -> tuple[Callable[..., Any], Callable[..., Any]]:
    import gevent
    from gevent.pywsgi import WSGIServer
    from geventwebsocket.handler import WebSocketHandler

    def run(job: Callable[[], Any]) -> Any:
        return gevent.get_hub().threadpool.apply(job)

    def serve(application: Any, listener: Any) -> None:
        server = WSGIServer(
            listener, application, handler_class=WebSocketHandler, log=None, error_log=None
        )
        # It would upgrade to a websocket first and ask afterwards: those that the guard refuses
        # go to it as ordinary requests.
        guard = application.wsgi_app
        server.pre_start_hook = lambda handler: not guard.allows(handler.environ)  # type: ignore[attr-defined]
        server.serve_forever()

    return run, serve


def _threading() -> tuple[Callable[..., Any], Callable[..., Any]]:
    from facilitation.concurrency import run_here

    def serve(application: Any, listener: Any) -> None:
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Quiet(WSGIRequestHandler):
            """Requests are not logged: addresses and keys have no place in a log."""

            protocol_version = "HTTP/1.1"

            def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
                pass

        host, port = listener.getsockname()[:2]
        make_server(
            host, port, application, threaded=True, request_handler=Quiet, fd=listener.fileno()
        ).serve_forever()

    return run_here, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    mode = chosen_mode(words)
    patch(mode)
    from facilitation import cli
    from facilitation.concurrency import MODES, AsyncMode, Tools

    # An unknown mode is wrong usage, which the command line says better than we could here.
    known: AsyncMode = next((one for one in MODES if one == mode), "threading")
    make = {"eventlet": _eventlet, "gevent": _gevent, "threading": _threading}[known]
    run_in_thread, serve = make()
    return cli.main(words, Tools(known, run_in_thread, serve))


if __name__ == "__main__":
    sys.exit(main())
