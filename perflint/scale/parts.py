"""What one document gave, as bytes that a later run can take up again.

The bytes lie in a file that anybody may have written, so nothing but perflint's own values is made of them.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from perflint.checks.base import Origin
from perflint.engine.gather import Fact
from perflint.part import Part
from perflint.place import NoPlaces
from perflint.rule import Profile
from perflint.scale.places import portable
from perflint.violation import Message

_DIGEST_BYTES: Final = 16
# What making a value of bytes that are none can raise, by the documentation of pickle and by experience.
_NO_VALUE: Final = (
    *(pickle.UnpicklingError, EOFError, ImportError, AttributeError, LookupError, TypeError, ValueError),
    *(OverflowError, MemoryError, RecursionError),
)


class Damaged(Exception):
    """Bytes that are not what was packed."""


def pack(part: Part) -> bytes:
    """A part as bytes, without places that are found by reading the input again, and with its profile by id alone."""
    part = portable(part)
    setting = replace(part.document.setting, profile=Profile(part.document.setting.profile.id, Message("", ""), ()))
    bare = replace(part, document=replace(part.document, setting=setting), input=replace(part.input, setting=None))
    data = pickle.dumps(bare)
    return _digest(data) + data


def is_sound(packed: bytes) -> bool:
    """Whether bytes are those that were packed, but for somebody who means harm."""
    return packed[:_DIGEST_BYTES] == _digest(packed[_DIGEST_BYTES:])


def unpack(packed: bytes, profiles: Mapping[str, Profile]) -> Part:
    """The part that was packed, with its profile. Raises Damaged."""
    if not is_sound(packed):
        raise Damaged
    try:
        part = _Values(io.BytesIO(packed[_DIGEST_BYTES:])).load()
        profile = profiles[part.document.setting.profile.id]
    except _NO_VALUE as error:
        raise Damaged from error
    if not isinstance(part, Part):
        raise Damaged
    setting = replace(part.document.setting, profile=profile)
    return replace(part, document=replace(part.document, setting=setting), input=replace(part.input, setting=setting))


def numbered(part: Part, index: int) -> Part:
    """The part of a document that is number ``index`` in this call, and may have been another in an earlier one."""
    if part.index == index:
        return part
    origins: dict[int, Origin] = {}

    def moved(fact: Fact) -> Fact:
        rule, key, member = fact
        own = member.origin
        if id(own) not in origins:
            origins[id(own)] = replace(own, document=index)
        return rule, key, replace(member, origin=origins[id(own)])

    return replace(
        part,
        index=index,
        violations=[replace(violation, document=index) for violation in part.violations],
        problems=[replace(violation, document=index) for violation in part.problems],
        facts=[moved(fact) for fact in part.facts],
    )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()


class _Values(pickle.Unpickler):
    """Makes perflint's values and decimals, of classes that are loaded already, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        found = getattr(sys.modules.get(module), name, None) if module.startswith("perflint.") else None
        if isinstance(found, type) and (issubclass(found, Struct | Enum) or found is NoPlaces):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of perflint")
