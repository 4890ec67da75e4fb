"""The work file of a run over a corpus: each document that is finished, so that an interrupted run can go on.

An SQLite file beside the output. Each document is committed by itself, with the hash of the bytes that were judged.
It serves the call that began it: the same version, rules and options; the inputs may have changed meanwhile.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from perflint._version import __version__
from perflint.engine.pack import RuleSet
from perflint.options import Options
from perflint.violation import Message

_OURS: Final = 0x7065_7266
"""Told by the file's head that it is a work file of perflint."""
_SHAPE: Final = 1
_DIFFERS: Final = {
    "version": Message("perflint的版本不同", "by another version of perflint"),
    "rules": Message("规则已经改变", "with other rules"),
    "options": Message("选项不同", "with other options"),
}
_NOT_ALLOWED: Final = Message(
    "没有写入权限，或文件正被其他程序打开", "no permission, or another program has the file open"
)
_REASONS: Final = {
    sqlite3.SQLITE_CANTOPEN: _NOT_ALLOWED,
    sqlite3.SQLITE_READONLY: _NOT_ALLOWED,
    sqlite3.SQLITE_PERM: _NOT_ALLOWED,
    sqlite3.SQLITE_FULL: Message("磁盘已满", "the disk is full"),
    sqlite3.SQLITE_IOERR: Message("磁盘读写出错", "the disk failed"),
}


class WorkFileError(Exception):
    """The work file cannot serve, and why."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Message(zh, en)
        super().__init__(en)


class WorkFile:
    """The finished documents of one run. ``began_anew`` says why those of an earlier one are of no use, if so.

    Raises WorkFileError where the file is damaged or none of perflint's, in use, or cannot be written.
    """

    def __init__(self, path: Path, rules: RuleSet, options: Options) -> None:
        self.path = path
        self._refuse_what_is_no_file()
        self.began_anew: Message | None = None
        said = _call(rules, options)
        with self._failures():
            self.file = sqlite3.connect(path, timeout=0, isolation_level=None)
            try:
                self.file.execute("PRAGMA trusted_schema = OFF")
                self.file.execute("PRAGMA locking_mode = EXCLUSIVE")
                self.file.execute("BEGIN EXCLUSIVE")
                self._open(said)
                self.file.execute("COMMIT")
                self.finished: dict[str, str] = dict(self.file.execute("SELECT name, sha256 FROM documents"))
            except (sqlite3.Error, WorkFileError):
                self.file.close()
                raise

    def _open(self, said: dict[str, str]) -> None:
        tables = self._tables()
        if tables:
            if self._pragma("application_id") != _OURS or self._pragma("user_version") != _SHAPE:
                raise self.damaged()
            before = dict(self.file.execute("SELECT what, said FROM call"))
            if before == said:
                return
            self.began_anew = next((why for what, why in _DIFFERS.items() if before.get(what) != said[what]), None)
            for table in tables:
                self.file.execute(f"DROP TABLE {table}")
        elif self.path.stat().st_size > 0 and self._pragma("application_id") != _OURS:
            raise self.damaged()
        self.file.execute(f"PRAGMA application_id = {_OURS}")
        self.file.execute(f"PRAGMA user_version = {_SHAPE}")
        self.file.execute("CREATE TABLE call (what TEXT PRIMARY KEY, said TEXT)")
        self.file.execute(
            "CREATE TABLE documents (name TEXT, number INTEGER, sha256 TEXT, part BLOB, PRIMARY KEY (name, number))"
        )
        self.file.executemany("INSERT INTO call VALUES (?, ?)", said.items())

    def keep(self, name: str, sha256: str, parts: Iterable[bytes]) -> None:
        """Keeps a finished document, in one part or more, all of them on disk when this returns or none at all.

        Raises WorkFileError.
        """
        with self._failures():
            self.file.execute("BEGIN")
            try:
                self.file.execute("DELETE FROM documents WHERE name = ?", (name,))
                for number, part in enumerate(parts):
                    self.file.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (name, number, sha256, part))
            except BaseException:
                if self.file.in_transaction:
                    self.file.execute("ROLLBACK")
                raise
            self.file.execute("COMMIT")
        self.finished[name] = sha256

    def parts(self, name: str) -> Iterator[bytes]:
        """The parts of a finished document as they were packed. Raises WorkFileError."""
        with self._failures():
            query = "SELECT part FROM documents WHERE name = ? ORDER BY number"
            for (part,) in self.file.execute(query, (name,)):
                yield part if isinstance(part, bytes) else b""

    def close(self, done: bool) -> None:
        """Lets go of the file, and removes it when the run is ``done``, with the journal of a run that was killed."""
        self.file.close()
        if done:
            self.path.unlink(missing_ok=True)
            self.path.with_name(self.path.name + "-journal").unlink(missing_ok=True)

    def _refuse_what_is_no_file(self) -> None:
        """SQLite would follow a link, also one that leads to nothing, and fail at anything else without a reason."""
        if self.path.is_symlink():
            raise self._refused("这是一个链接", "it is a link")
        if self.path.is_dir():
            raise self._refused("这是一个文件夹", "it is a folder")
        if self.path.exists() and not self.path.is_file():
            raise self._refused("这是设备或管道", "it is a device or a pipe")

    def _refused(self, zh: str, en: str) -> WorkFileError:
        return WorkFileError(
            f"不能写入工作文件“{self.path}”：{zh}", f"cannot write the work file {str(self.path)!r}: {en}"
        )

    def _tables(self) -> list[str]:
        names = {name for (name,) in self.file.execute("SELECT tbl_name FROM sqlite_master")}
        if not names <= {"call", "documents"}:
            raise self.damaged()
        return sorted(names)

    def _pragma(self, name: str) -> Any:
        return self.file.execute(f"PRAGMA {name}").fetchone()[0]

    def damaged(self) -> WorkFileError:
        """What is said where the file is none of perflint's, or damaged."""
        zh = f"“{self.path}”不是perflint的工作文件，或者已损坏；删除或移走后再运行"
        en = f"{str(self.path)!r} is no work file of perflint, or it is damaged: remove it and run again"
        return WorkFileError(zh, en)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Says what SQLite could not do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                zh, en = f"另一个perflint正在使用“{self.path}”", f"another perflint is using {str(self.path)!r}"
                raise WorkFileError(zh, en) from error
            reason = _REASONS.get(code, Message(f"SQLite: {error}", f"SQLite: {error}"))
            raise self._refused(reason.zh, reason.en) from error
        except sqlite3.Error as error:
            raise self.damaged() from error


def _call(rules: RuleSet, options: Options) -> dict[str, str]:
    """What judging one document hangs on beside the document: the version, a hash of the rules, one of the options."""
    alone = replace(options, waivers=(), baseline=None, today=None)
    words = rules.lexicon.lists
    said = {"rules": (rules.rules, rules.profiles, words, rules.version), "options": alone}
    return {"version": __version__, **{what: _hash(value) for what, value in said.items()}}


def _hash(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
