"""What happens when perflint is built: the rule packs are compiled, and a wheel takes `rules/` in.

`rules/` at the top of the checkout is the only copy of the rules. A wheel carries it as `perflint/rules`; an editable
install finds the checkout's own folder. Hatch's `force-include` setting would copy the folder in both cases, and an
edited rule would then not work at once: so it is said here, for the wheel alone.
"""

from __future__ import annotations

import compileall
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACK_MODULE = "perflint.engine.pack"


class RulesBuildHook(BuildHookInterface):
    """Writes `rules/compiled.json` and adds `rules/` to a standard wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        rules = Path(self.root) / "rules"
        compiled = rules / "compiled.json"
        compile_packs = find_compiler(Path(self.root))
        if compile_packs is None:
            compiled.unlink(missing_ok=True)
            self.app.display_warning(
                f"{PACK_MODULE} offers no compile_packs: the rules are not compiled, the YAML will be read"
            )
        else:
            write_whole(compiled, compile_packs(rules))
        if version == "editable":
            # An installer compiles what it copies, but not a checkout that it only points to; and where the machine
            # keeps Python from writing byte code, every start would compile all modules again.
            compileall.compile_dir(Path(self.root) / "perflint", quiet=2)
        if version == "standard":
            build_data["force_include"][str(rules)] = "perflint/rules"


def find_compiler(root: Path) -> Callable[[Path], bytes] | None:
    """`compile_packs` of the source tree at `root`, or None where it has none. Any other import error is raised."""
    sys.path.insert(0, str(root))
    try:
        module = importlib.import_module(PACK_MODULE)
    except ModuleNotFoundError as error:
        if error.name not in {"perflint.engine", PACK_MODULE}:
            raise
        return None
    finally:
        sys.path.remove(str(root))
    compiler: Callable[[Path], bytes] | None = getattr(module, "compile_packs", None)
    return compiler


def write_whole(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: a run of perflint may be reading it."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
