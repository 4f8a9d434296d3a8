"""A how-to page in a clean folder: its blocks, its files moved there, what it starts."""

import http.cookiejar
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"office": "run-for-one-office.md", "county": "run-for-a-county.md"}
HOST = "bihuan.example.gov.cn"
BLOCK = re.compile(r"<!-- try: (run|sql|file) (\S+) -->\n```\w+\n(.*?)^```$", re.S | re.M)
MOVED = ("/srv/bihuan", "/etc/bihuan", "/etc/systemd/system", "/etc/nginx", "/etc/postgresql")
TUNED_DOWN = {"shared_buffers = 2GB": "shared_buffers = 64MB"}  # this machine has others to serve


@dataclass(frozen=True)
class Block:
    """One marked block of a page."""

    kind: str
    name: str
    text: str


class Failed(Exception):
    """A step of the page did not do what it says."""


def blocks_of(page: str) -> list[Block]:
    """Return the marked blocks of a page, in its order."""
    text = (ROOT / "docs" / "how-to" / PAGES[page]).read_text("utf-8")
    return [Block(*found) for found in BLOCK.findall(text)]


class Trial:
    """A page being tried in a folder of its own."""

    def __init__(self, page: str, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.blocks = blocks_of(page)
        if page == "county":  # TLS and units are those of the other page
            taken = {block.name for block in self.blocks}
            self.blocks += [
                block
                for block in blocks_of("office")
                if block.name not in taken and ("nginx" in block.name or "certif" in block.name)
            ]
        self.site, self.tls, self.plain, self.database = (_free_port() for _each in range(4))
        self.running: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "DJANGO_"))},
            "BIHUAN_HOME": self.moved("/srv/bihuan/data"),
            "BIHUAN_SOURCE": str(folder / "source"),
            "GIT_TERMINAL_PROMPT": "0",
        }
        self.environment.pop("DATABASE_URL", None)

    def moved(self, text: str) -> str:
        """Return a text with every path, port and size of the page as they are in the trial."""
        for path in MOVED:
            text = text.replace(path, f"{self.folder}{path}")
        for known, tried in TUNED_DOWN.items():
            text = text.replace(known, tried)
        for port, free in (("8000", self.site), ("5432", self.database)):
            text = re.sub(rf"(?<=:){port}\b|(?<=--port ){port}\b", str(free), text)
        text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.tls}", text)
        return re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.plain}", text)

    def path(self, path: str) -> Path:
        """Return where a path of the page lies in the trial."""
        return Path(self.moved(path))

    def block(self, name: str) -> Block:
        """Return a block by its name."""
        return next(block for block in self.blocks if block.name == name)

    def write_file(self, name: str) -> Path:
        """Write a file of the page."""
        place = self.path(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(self.moved(self.block(name).text), "utf-8")
        if name == "/etc/bihuan/environment":
            for line in place.read_text("utf-8").splitlines():
                key, _sign, value = line.partition("=")
                self.environment[key] = value
        return place

    def run(self, name: str) -> str:
        """Run a script of the page, as the user would type it; return what it prints."""
        say(f"  {name}")
        script = "set -euo pipefail\n" + self.moved(self.block(name).text)
        return self.told(["bash", "-c", script])

    def told(self, command: list[str]) -> str:
        """Run a command; return what it prints, or raise Failed with what it said."""
        answer = subprocess.run(
            command,
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise Failed(f"{' '.join(command)[-300:]}\n{answer.stdout}{answer.stderr}")
        return answer.stdout

    def bihuan(self, *arguments: str) -> str:
        """Run the installed program."""
        return self.told([str(self.path("/srv/bihuan/app") / "bin" / "bihuan"), *arguments])

    def start_unit(self, name: str) -> None:
        """Start what a unit's ExecStart says, as systemd would."""
        exec_start = re.search(r"^ExecStart=(.*)$", self.path(name).read_text("utf-8"), re.M)
        assert exec_start is not None
        process = subprocess.Popen(
            shlex.split(exec_start[1].replace("$$", "$").replace("%%", "%")),
            env=self.environment,
            cwd=self.path("/srv/bihuan/app"),
            start_new_session=True,
        )
        self.running.append(process)
        _wait_for(self.site)

    def stop(self) -> None:
        """End what was started, the last first."""
        while self.running:
            process = self.running.pop()
            process.send_signal(signal.SIGTERM)
            process.wait(60)

    # ---- what a page cannot say of itself

    def try_fast(self) -> None:
        """Write the page's files and let their own programs look at them."""
        (self.folder / "srv/bihuan/app/bin").mkdir(parents=True)
        program = self.folder / "srv/bihuan/app/bin/bihuan"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        for block in self.blocks:
            if block.kind == "file":
                self.write_file(block.name)
            elif block.kind == "run":
                self.told(["bash", "-n", "-c", self.moved(block.text)])
                if block.name == "certificate" and shutil.which("openssl"):
                    self.path("/etc/bihuan").mkdir(parents=True, exist_ok=True)
                    self.run("certificate")
        self.verify_units()
        self.verify_nginx()

    def verify_units(self) -> None:
        """Let systemd look at the page's units; its restrictions are not tried."""
        if not shutil.which("systemd-analyze"):
            say("  没有 systemd-analyze：服务单元没有核对")
            return
        names = [b.name for b in self.blocks if "/systemd/" in b.name]
        for name in names:
            unit = self.path(name)
            unit.write_text(unit.read_text("utf-8").replace("User=bihuan", "User=nobody"), "utf-8")
        self.told(["systemd-analyze", "verify", *(str(self.path(name)) for name in names)])

    def nginx_conf(self) -> Path:
        """Write the frame that Debian's own nginx.conf is for the page's file."""
        conf = self.folder / "nginx.conf"
        site = self.write_file("/etc/nginx/conf.d/bihuan.conf")
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/tmp-{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        conf.write_text(
            f"pid {self.folder}/nginx.pid;\nerror_log {self.folder}/nginx.log;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}include {site};\n}}\n"
        )
        return conf

    def verify_nginx(self) -> None:
        """Let nginx look at the page's site."""
        nginx = _nginx()
        if nginx is None or not shutil.which("openssl"):
            say("  没有 nginx：代理的配置没有核对")
            return
        self.told([nginx, "-t", "-q", "-c", str(self.nginx_conf())])

    def start_nginx(self) -> None:
        """Serve through nginx, where it is installed."""
        nginx = _nginx()
        if nginx is None:
            raise Failed("需要 nginx：apt-get install nginx-light")
        command = [nginx, "-c", str(self.nginx_conf()), "-g", "daemon off;"]
        self.running.append(subprocess.Popen(command, start_new_session=True))
        _wait_for(self.tls)

    def log_in(self, user: str, password: str) -> str:
        """Log in through the proxy with a one-time password; return the address one is led to."""
        _lead_here(self.tls)
        context = ssl.create_default_context(cafile=str(self.path("/etc/bihuan/tls.pem")))
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=context),
            urllib.request.HTTPCookieProcessor(jar),
            urllib.request.ProxyHandler({}),
        )
        page = f"https://{HOST}/accounts/login/"
        text = opener.open(page).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        if token is None:
            raise Failed("登录页没有打开")
        given = {"login": user, "password": password, "csrfmiddlewaretoken": token[1]}
        request = urllib.request.Request(
            page, urllib.parse.urlencode(given).encode(), {"Referer": page}
        )
        try:
            answer = opener.open(request)
        except urllib.error.HTTPError as error:
            raise Failed(f"登录被拒绝：{error}") from error
        if answer.geturl() == page:
            raise Failed("登录没有成功")
        return str(answer.geturl())


def _nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise Failed(f"{port} 端口没有应答")


def _lead_here(port: int) -> None:
    """Let the page's name lead to this machine, inside this process alone."""

    def here(host: object, asked: object, *arguments: object, **keys: object) -> object:
        where = ("127.0.0.1", port) if host == HOST else (host, asked)
        return _found(*where, *arguments, **keys)  # type: ignore[arg-type]

    socket.getaddrinfo = here  # type: ignore[assignment]


_found = socket.getaddrinfo


def say(text: str) -> None:
    """Tell what is being done."""
    print(text, flush=True)
