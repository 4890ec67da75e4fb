"""Reports that are folders: written beside first, then put in place, so that a failure leaves no half of one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from perflint.cli.failure import WrongUse
from perflint.cli.output import cannot_write
from perflint.inputs import Source

GENERATOR = b'<meta name="generator" content="perflint '
_HEAD = 2048


def refuse_input_folder(output: str, paths: Sequence[str], sources: Sequence[Source]) -> None:
    """Raises WrongUse where the report would lie among its own inputs: the next run would read it."""
    target = Path(os.path.realpath(output))
    for name in paths:
        if os.path.isdir(name) and target.is_relative_to(os.path.realpath(name)):  # noqa: PTH112
            raise WrongUse(
                f"输出文件夹“{output}”在输入文件夹中，请另选位置", f"the output {output!r} lies in an input folder"
            )
    for source in sources:
        if source.path is not None and Path(os.path.realpath(source.path)).parent == target:
            raise WrongUse(
                f"输出文件夹“{output}”中有输入文件，请另选位置", f"the output folder {output!r} holds an input"
            )


def write_folder(output: str, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Writes all files or none, and returns their names. Pages of an earlier report that are left over go.

    Files of other origin in the folder stay, and none is replaced. Raises WrongUse.
    """
    target = Path(os.path.realpath(output))
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        try:
            beside.mkdir()
            names = [_put(beside, name, content) for name, content in files]
            if not target.exists():
                beside.rename(target)
            else:
                _refuse_foreign(target, names)
                for name in names:
                    (beside / name).replace(target / name)
                _remove_left_over(target, set(names))
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise cannot_write(f"“{output}”", repr(output), error) from error
    return names


def _put(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return name


def _is_page(path: Path) -> bool:
    """Whether a file is a page that perflint made."""
    if not path.is_file() or path.suffix != ".html":
        return False
    with path.open("rb") as stream:
        return GENERATOR in stream.read(_HEAD)


def _refuse_foreign(target: Path, names: Sequence[str]) -> None:
    for name in names:
        path = target / name
        if path.exists() and path.suffix == ".html" and not _is_page(path):
            raise WrongUse(
                f"“{path}”不是perflint生成的文件，不会覆盖", f"{str(path)!r} was not made by perflint: not overwritten"
            )


def _remove_left_over(target: Path, names: set[str]) -> None:
    for path in sorted(target.glob("*.html")):
        if path.name not in names and _is_page(path):
            path.unlink()
