"""A real client that talks to `perflint lsp` over its protocol."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

PATIENCE = 120
"""Seconds until a server that says nothing is given up: many, as the machine may be busy with other tests."""
URI = "file:///work/targets.yaml"


class Editor:
    """What an editor does: opens documents, types, asks; and what it was told last about each document."""

    def __init__(self) -> None:
        from pygls.lsp.client import LanguageClient

        self.client = LanguageClient("test", "1")
        self.told: dict[str, list[Any]] = {}
        self.told_of: dict[str, int] = {}  # the version that was judged
        self.news = asyncio.Event()
        self.version = 1
        self.said: list[str] = []
        self.client.feature("window/showMessage")(lambda params: self.said.append(params.message))
        self.client.feature("textDocument/publishDiagnostics")(lambda params: self._hear(params))

    def _hear(self, params: Any) -> None:
        self.told[params.uri] = list(params.diagnostics)
        self.told_of[params.uri] = params.version
        self.news.set()

    async def start(self) -> None:
        from lsprotocol import types

        await self.client.start_io(sys.executable, "-m", "perflint", "lsp", "--lang", "en")
        await self.client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities()))
        self.client.initialized(types.InitializedParams())

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    async def open(self, text: str, uri: str = URI) -> list[Any]:
        from lsprotocol import types

        item = types.TextDocumentItem(uri, "yaml", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self._told(uri)

    async def type(self, text: str, line: int, start: int, end: int, uri: str = URI) -> list[Any]:
        """Replaces characters of a line (from 0) and waits for what is said then."""
        from lsprotocol import types

        self.version += 1
        spot = types.Range(types.Position(line, start), types.Position(line, end))
        change = types.TextDocumentContentChangePartial(text=text, range=spot)
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self.version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        return await self._told(uri)

    async def _told(self, uri: str) -> list[Any]:
        """What is said of the version that was sent last: answers to earlier ones may still be on their way."""
        await self.until(lambda: self.told_of.get(uri) == self.version)
        return self.told[uri]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits for the server to say what makes a condition true."""
        while not holds():
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), PATIENCE)
            except TimeoutError:
                raise AssertionError(f"told at last: {self.told}; said: {self.said}") from None

    def rules(self, uri: str = URI) -> set[Any]:
        return {item.code for item in self.told[uri]}


@pytest.fixture
def with_editor() -> Callable[[Callable[[Editor], Awaitable[None]]], None]:
    """Runs a story with an editor that is connected to a server of its own."""

    def run(story: Callable[[Editor], Awaitable[None]]) -> None:
        async def whole() -> None:
            editor = Editor()
            await editor.start()
            try:
                await story(editor)
            finally:
                await editor.stop()

        asyncio.run(whole())

    return run
