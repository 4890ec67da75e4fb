"""Where results go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from perflint.cli.failure import WrongUse
from perflint.inputs import Source
from perflint.violation import Message

STDOUT = "-"
_LOCKED = Message("没有写入权限，或文件正被其他程序打开", "no permission, or another program has the file open")
_REASONS = {
    errno.EBADF: Message("已被关闭", "it is closed"),
    errno.ENOENT: Message("文件夹不存在", "no such folder"),
    errno.EISDIR: Message("这是一个文件夹", "it is a folder"),
    errno.ENOSPC: Message("磁盘已满", "the disk is full"),
    errno.EROFS: Message("磁盘只读", "the disk is read-only"),
    errno.EACCES: _LOCKED,
    errno.EPERM: _LOCKED,
}


def refuse_overwriting(output: str | None, sources: Sequence[Source]) -> None:
    """Raises WrongUse where the output would replace one of the inputs."""
    if output in (None, STDOUT):
        return
    for source in sources:
        if source.path is not None and _same(Path(output), source.path):
            raise WrongUse(
                f"输出“{output}”就是输入文件，不会覆盖", f"the output {output!r} is an input: not overwritten"
            )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist (yet)
        return False


def write(pieces: Iterable[str], output: str | None, for_people: bool) -> None:
    """Writes text to a file (UTF-8), or to standard output. Raises WrongUse where the file cannot be written.

    On standard output, text for people is in the console's encoding and what is for machines always UTF-8.
    """
    if output in (None, STDOUT):
        _write_stdout(pieces, for_people)
    else:
        write_file(output, (piece.encode("utf-8", "replace") for piece in pieces))


def _write_stdout(pieces: Iterable[str], for_people: bool) -> None:
    raw = getattr(sys.stdout, "buffer", None)
    try:
        if for_people or raw is None:
            sys.stdout.writelines(pieces)
        else:
            sys.stdout.flush()
            raw.writelines(piece.encode("utf-8", "replace") for piece in pieces)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough; the exit code still tells what was found.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise cannot_write("标准输出", "standard output", error) from error


def write_file(output: str, pieces: Iterable[bytes]) -> None:
    """Writes a file whole or not at all: beside it first, then renamed. Raises WrongUse."""
    target = Path(os.path.realpath(output))
    try:
        if is_special(target):
            with target.open("wb") as stream:
                stream.writelines(pieces)
            return
        with replacing(target) as beside, beside.open("xb") as stream:
            stream.writelines(pieces)
    except OSError as error:
        raise cannot_write(f"“{output}”", repr(output), error) from error


def is_special(target: Path) -> bool:
    """Whether a path is a device, a pipe or the like: what is there can be written to and never replaced."""
    return target.exists() and not target.is_file() and not target.is_dir()


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A file to write beside ``target``, put in its place when all went well and gone otherwise. Raises OSError.

    For a target that is a regular file or does not exist yet: a device or a pipe would be replaced by a file.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        yield beside
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def cannot_write(zh: str, en: str, error: OSError) -> WrongUse:
    reason = _REASONS.get(error.errno or 0) or Message(error.strerror or str(error), error.strerror or str(error))
    return WrongUse(f"不能写入{zh}：{reason.zh}", f"cannot write {en}: {reason.en}")
