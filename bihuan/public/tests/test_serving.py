"""`bihuan serve --public-only`, as a real process: the office's addresses are not there at all."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.cli.tests.installed import Installed, drop_installed, make_installed


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def installed(tmp_path: Path, db: None) -> Iterator[Installed]:
    made = make_installed(tmp_path / "home", is_migrated=True)
    made.run("init", "--demo", "2010-02-03")
    yield made
    drop_installed(made)


def test_it_serves_residents_and_nobody_else(installed: Installed) -> None:
    port = _free_port()
    command = [sys.executable, "-P", "-m", "bihuan", "serve", "--public-only", "--port", str(port)]
    with subprocess.Popen(
        command, env=installed._environment(), cwd=installed.home, stderr=subprocess.PIPE, text=True
    ) as serving:
        try:
            _wait_for(port)
            site = f"http://127.0.0.1:{port}"
            found = {
                path: _status(site + path)
                for path in (
                    "/",
                    "/robots.txt",
                    "/accounts/login/",
                    "/opinions/",
                    "/static/ui/mark.svg",
                )
            }
        finally:
            serving.terminate()
        said = serving.stderr.read() if serving.stderr else ""
    assert found == {
        "/": 200,
        "/robots.txt": 200,
        "/accounts/login/": 404,
        "/opinions/": 404,
        "/static/ui/mark.svg": 200,
    }
    assert "127.0.0.1" not in said  # no line names who asked


def _wait_for(port: int) -> None:
    for _each in range(3000):  # a busy machine is no fault of the site
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the site did not begin to listen")
