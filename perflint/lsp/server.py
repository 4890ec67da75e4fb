"""The wiring: requests of an editor to the functions of this room, over pygls (extra ``lsp``)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from perflint._version import __version__
from perflint.engine.pack import RuleSet
from perflint.lsp import actions, completion, packs
from perflint.lsp.analysis import Analysis, Diagnostic, analyse, analyse_change, is_pack, is_surely_pack, is_targets
from perflint.lsp.hover import hover
from perflint.options import Options
from perflint.violation import Severity

PAUSE = 0.4
"""Seconds without a keystroke after which targets are judged as a whole."""
_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def make_server(rules: RuleSet, options: Options, lang: str) -> Any:
    """A server that judges with these rules and options and speaks one language. Start it with ``start_io()``."""
    server = LanguageServer("perflint", __version__)
    desk = Desk(server, rules, options, lang)
    # pygls marks the functions that it is given, which methods do not allow: hence the lambdas.
    triggers = types.CompletionOptions(trigger_characters=[":", " "])
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]
    changing = types.CodeActionOptions(code_action_kinds=kinds)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(lambda params: desk.opened(params))
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(lambda params: desk.closed(params))
    server.feature(types.TEXT_DOCUMENT_HOVER)(lambda params: desk.hover(params))
    server.feature(types.TEXT_DOCUMENT_COMPLETION, triggers)(lambda params: desk.complete(params))
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, changing)(lambda params: desk.act(params))

    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        await desk.changed(params)

    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(changed)
    return server


class Desk:
    """The documents that are open, each with what is known of it."""

    def __init__(self, server: Any, rules: RuleSet, options: Options, lang: str) -> None:
        self.server = server
        self.rules = rules
        self.options = options
        self.lang = lang
        self.known: dict[str, Analysis] = {}

    # --- notifications ---------------------------------------------------------------------------------------------

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document is judged when it is opened."""
        self._judge(params.text_document.uri)

    async def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """What changed is judged at once, the whole when typing has stopped."""
        uri = params.text_document.uri
        document = self._document(uri)
        before = self.known.get(uri)
        quick = None
        if before is not None and not is_pack(document.source):
            quick = analyse_change(name_of(uri), document.source, before, self.rules, self.options)
        if quick is None:
            self._judge(uri)
            return
        self._publish(uri, quick)
        version = document.version
        await asyncio.sleep(PAUSE)
        if uri in self.known and self._document(uri).version == version:
            self._judge(uri)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """What was said of a closed document is taken back."""
        uri = params.text_document.uri
        self.known.pop(uri, None)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    # --- requests --------------------------------------------------------------------------------------------------

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """The explanation of what is wrong at a position."""
        analysis = self.known.get(params.text_document.uri)
        if analysis is None:
            return None
        line, column = self._position(params.text_document.uri, params.position)
        said = hover(analysis, line, column, self.rules, self.lang)
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, said)) if said else None

    def complete(self, params: types.CompletionParams) -> types.CompletionList:
        """The words that fit at a position."""
        uri = params.text_document.uri
        analysis = self.known.get(uri)
        line, column = self._position(uri, params.position)
        profile = analysis.profile if analysis is not None else ""
        words = completion.completions(self._document(uri).source, line, column, self.rules, profile)
        # The order of the form, not that of the alphabet.
        items = [types.CompletionItem(word, sort_text=f"{number:03d}") for number, word in enumerate(words)]
        return types.CompletionList(False, items)

    def act(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """A quick fix for each violation in a range that has a safe repair, and one for all of them."""
        uri = params.text_document.uri
        analysis = self.known.get(uri)
        if analysis is None or analysis.document is None:
            return []
        first, last = (self._position(uri, at)[0] for at in (params.range.start, params.range.end))
        near = [item for item in analysis.diagnostics if item.line <= last and item.end_line >= first]
        found = [self._action(uri, item) for item in near if actions.can_mend(item, self.rules)]
        if any(actions.can_mend(item, self.rules) for item in analysis.diagnostics):
            found.append(self._action(uri, None))
        return [action for action in found if action is not None]

    def _action(self, uri: str, item: Diagnostic | None) -> types.CodeAction | None:
        """The quick fix of one violation, None for all; nothing where no repair is safe."""
        document = self._document(uri)
        edits = actions.repairs(name_of(uri), document.source, self.rules, self.options, item)
        if not edits:
            return None
        changes = [
            types.TextEdit(types.Range(types.Position(edit.start, 0), types.Position(edit.end, 0)), edit.text)
            for edit in edits
        ]
        en = self.lang == "en"
        if item is None:
            title = "perflint: mend everything that is safe" if en else "perflint：修正全部笔误"
        else:
            title = f"Mend {item.rule}" if en else f"修正 {item.rule}"
        return types.CodeAction(
            title,
            kind=types.CodeActionKind.SourceFixAll if item is None else types.CodeActionKind.QuickFix,
            diagnostics=[self._shown(document, document.lines, item)] if item is not None else None,
            edit=types.WorkspaceEdit(changes={uri: changes}),
        )

    # --- helpers ---------------------------------------------------------------------------------------------------

    def _document(self, uri: str) -> Any:
        return self.server.workspace.get_text_document(uri)

    def _position(self, uri: str, position: types.Position) -> tuple[int, int]:
        """Line and column from 1, in characters, of a position in the client's units."""
        document = self._document(uri)
        lines = document.lines
        if position.line >= len(lines):  # the line behind the last line break is empty, and no line to pygls
            return position.line + 1, 1
        found = document.position_codec.position_from_client_units(lines, position)
        return found.line + 1, found.character + 1

    def _judge(self, uri: str) -> None:
        text, name = self._document(uri).source, name_of(uri)
        if is_surely_pack(name, text):
            analysis = packs.analyse_pack(text, Path(self._document(uri).path).parent)
        elif is_pack(text) or not is_targets(name, text, self.rules):
            analysis = Analysis(text, None, ())
        else:
            analysis = analyse(name, text, self.rules, self.options)
        self._publish(uri, analysis)

    def _publish(self, uri: str, analysis: Analysis) -> None:
        self.known[uri] = analysis
        document = self._document(uri)
        lines = document.lines  # split anew each time it is asked for
        shown = [self._shown(document, lines, item) for item in analysis.diagnostics]
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, document.version))

    def _shown(self, document: Any, lines: Sequence[str], item: Diagnostic) -> types.Diagnostic:
        start = types.Position(item.line - 1, item.column - 1)
        end = types.Position(item.end_line - 1, item.end_column - 1)
        spot = document.position_codec.range_to_client_units(lines, types.Range(start, end))
        return types.Diagnostic(
            spot, item.message.text(self.lang), severity=_SEVERITY[item.severity], code=item.rule, source="perflint"
        )


def name_of(uri: str) -> str:
    """The file name of a document, by which its format is told where the text is broken."""
    return PurePosixPath(unquote(urlsplit(uri).path)).name or "targets.yaml"
