"""The whole way for one call, for programs: from paths, bytes or documents to a Report."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from perflint._paths import rules_dir
from perflint.engine.pack import RuleSet, load_rules
from perflint.inputs import Source, find_inputs, read_source
from perflint.judging import Judging
from perflint.model import Document
from perflint.options import DEFAULT, Options
from perflint.report import Report


class ReadInput(Struct, frozen=True):
    """One input as bytes, with the name to show."""

    name: str
    data: bytes


@cache
def shipped_rules() -> RuleSet:
    """The rules that come with perflint. Raises PackError where an edited one is wrong."""
    return load_rules(rules_dir())


def check_inputs(inputs: Iterable[ReadInput], options: Options = DEFAULT, rules: RuleSet | None = None) -> Report:
    """Judges inputs given as bytes. Raises UnknownRule and UnknownProfile."""
    from perflint.readers import read

    rules = rules or shipped_rules()
    documents = [
        (item.name, read(item.name, item.data, rules.lexicon), hashlib.sha256(item.data).hexdigest()) for item in inputs
    ]
    return judge_documents(documents, options, rules)


def check_documents(documents: Iterable[Document], options: Options = DEFAULT, rules: RuleSet | None = None) -> Report:
    """Judges documents that were read or made elsewhere."""
    named = [(f"document {number}", document, "") for number, document in enumerate(documents, 1)]
    return judge_documents(named, options, rules or shipped_rules())


def judge_documents(documents: Sequence[tuple[str, Document, str]], options: Options, rules: RuleSet) -> Report:
    """Judges (name, document, sha256) triples as one corpus."""
    judge_one = Judging(rules, options)
    for index, (name, document, digest) in enumerate(documents):
        judge_one.add(index, name, document, digest)
    return judge_one.report()


def inputs_from(paths: Iterable[Path]) -> list[ReadInput]:
    """The bytes of files. Raises OSError."""
    return [ReadInput(str(path), path.read_bytes()) for path in paths]


def rules_with(packs: Iterable[str | os.PathLike[str]] = ()) -> RuleSet:
    """The shipped rules with further packs laid over them, later ones winning. Raises PackError."""
    extra = [Path(pack) for pack in packs]
    return load_rules(rules_dir(), extra) if extra else shipped_rules()


def check(
    *paths: str | os.PathLike[str], options: Options = DEFAULT, packs: Iterable[str | os.PathLike[str]] = ()
) -> Report:
    """Judges files, folders and globs as one corpus; paths that are not there are in ``Report.missing``.

    Raises PackError, UnknownRule and UnknownProfile.
    """
    rules = rules_with(packs)
    found = find_inputs([os.fspath(path) for path in paths], rules.lexicon)
    judging = Judging(rules, options)
    for index, source in enumerate(found.sources):
        read = read_source(source, rules.lexicon)
        judging.add(index, source.name, read.document, read.sha256)
    return judging.report(missing=[name for name, _ in found.missing])


def load_document(path: str | os.PathLike[str]) -> Document:
    """The document in a file. What could not be read is among its ``problems``. Raises FileNotFoundError."""
    given = Source(os.fspath(path), Path(path).resolve(strict=True))
    return read_source(given, shipped_rules().lexicon).document
