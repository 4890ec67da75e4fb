"""PDF: the HTML report printed by a browser found on the machine. Nothing is fetched, nothing is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from perflint.reporters.html.single import whole
from perflint.reporters.material import CannotReport, Material

BROWSER_VARIABLE = "PERFLINT_BROWSER"
SECONDS = 180
_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_FLAGS = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--disable-extensions", "--disable-default-apps", "--no-pdf-header-footer"),
    # the page needs no network, so it gets none
    *("--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>"),
)
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}[^)]*\)")
_FIXED = b"19800101000000+00'00'"
_NODE = re.compile(rb"(?<!\\)\(node(\d{8})\)")


def files(material: Material) -> Iterator[tuple[str, bytes]]:
    """The printed page. Raises CannotReport where no browser is found or it fails."""
    page = whole(material)
    browser = find_browser(os.environ)
    if browser is None:
        raise CannotReport(
            f"没有找到可用的浏览器（Chromium、Chrome或Edge）；请安装，或用环境变量{BROWSER_VARIABLE}指明，或输出HTML后自行打印",
            f"no browser found (Chromium, Chrome, Edge): install one, name it in {BROWSER_VARIABLE}, or print the HTML",
        )
    yield "", with_fixed_nodes(with_fixed_dates(_printed(browser, page)))


def find_browser(environment: Mapping[str, str]) -> str | None:
    """The browser to print with: the one that PERFLINT_BROWSER names, else the first that is found."""
    named = environment.get(BROWSER_VARIABLE)
    if named:
        return shutil.which(named)
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None and sys.platform == "win32":
        roots = [environment.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        places = [str(Path(root, tail)) for root in roots if root for tail in _WINDOWS]
        found = next((place for place in places if Path(place).is_file()), None)
    if found is None and sys.platform == "darwin":
        found = next((place for place in _MAC if Path(place).is_file()), None)
    return found


def _printed(browser: str, page: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="perflint-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_bytes(page)
        command = [browser, *_FLAGS, *_sandbox(), f"--user-data-dir={Path(folder, 'profile')}"]
        command += [f"--print-to-pdf={target}", source.as_uri()]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise CannotReport(
                f"浏览器在{SECONDS}秒内没有打印完", f"the browser did not print within {SECONDS} seconds"
            ) from error
        except OSError as error:
            raise CannotReport(
                f"浏览器“{browser}”不能运行：{error.strerror}",
                f"the browser {browser!r} cannot be run: {error.strerror}",
            ) from error
        content = target.read_bytes() if target.is_file() else b""
        if not content.startswith(b"%PDF"):
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            last = said[-1] if said else f"exit {done.returncode}"
            raise CannotReport(f"浏览器没有打印出文件：{last}", f"the browser printed no file: {last}")
        return content


def _sandbox() -> tuple[str, ...]:
    """Chromium refuses to run in its sandbox for root (containers); for anybody else the sandbox stays."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def with_fixed_dates(content: bytes) -> bytes:
    """The file with its two dates fixed, so that the same input gives the same bytes. Lengths stay: offsets hold."""

    def fixed(match: re.Match[bytes]) -> bytes:
        room = len(match.group()) - len(match.group(1)) - 1
        return match.group(1) + _FIXED[:room].ljust(room) + b")"

    return _DATE.sub(fixed, content)


def with_fixed_nodes(content: bytes) -> bytes:
    """The file with the table heads of its structure tree numbered from 1.

    The browser names them by counters of its own that differ from run to run. Their order and lengths stay.
    """
    numbers = {name: b"%08d" % number for number, name in enumerate(sorted(set(_NODE.findall(content))), 1)}
    return _NODE.sub(lambda match: b"(node" + numbers[match.group(1)] + b")", content)
