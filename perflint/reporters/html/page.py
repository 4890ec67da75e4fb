"""Pages: templates filled, style and script inlined and named by their hashes in the content security policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from perflint._version import __version__
from perflint.reporters.html.words import KEYS, script_words, words
from perflint.violation import Severity

_HERE = Path(__file__).resolve().parent
MARK = {Severity.ERROR: "✕", Severity.WARNING: "▲", Severity.INFO: "●"}
CLASS = {Severity.ERROR: "e", Severity.WARNING: "w", Severity.INFO: "i"}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return environment


@cache
def _inlined(name: str) -> tuple[Markup, str]:
    """A file of this room as it is inlined, and its hash as a policy names it."""
    text = (_HERE / name).read_text(encoding="utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    # The file is perflint's own: nothing of a document ever enters it.
    return Markup(text), f"'sha256-{digest}'"


def fill(template: str, lang: str, values: Mapping[str, Any]) -> bytes:
    """A page as UTF-8."""
    style, style_hash = _inlined("page.css")
    script, script_hash = _inlined("page.js")
    policy = (
        f"default-src 'none'; style-src {style_hash}; script-src {script_hash}; base-uri 'none'; form-action 'none'"
    )
    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            t=words(lang),
            lang={"zh": "zh-CN", "en": "en"}[lang],
            style=style,
            script=script,
            policy=policy,
            script_words=script_words(lang),
            keys=[(key, said.text(lang)) for key, said in KEYS],
            mark=MARK,
            cls=CLASS,
            severity_word={severity: words(lang)[severity.word] for severity in Severity},
            version=__version__,
        )
    )
    return text.encode("utf-8", "replace")
