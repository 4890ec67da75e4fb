"""Finds the configuration: the nearest one from a folder upwards, and only that one."""

from __future__ import annotations

from pathlib import Path

from perflint.userfile import UserFileError
from perflint.violation import Message

YAML_NAME = "perflint.yaml"
TOML_NAME = "pyproject.toml"


def find_config(folder: Path) -> Path | None:
    """The configuration that holds in a folder. Raises UserFileError where one folder has two."""
    here = folder.resolve()
    for place in (here, *here.parents):
        plain, project = place / YAML_NAME, place / TOML_NAME
        has_plain = plain.is_file()
        has_project = project.is_file() and _has_settings(project)
        if has_plain and has_project:
            zh = f"同一文件夹中还有 {TOML_NAME} 的 [tool.perflint]，只能保留一个"
            en = f"{TOML_NAME} beside it holds [tool.perflint] too: keep one of them"
            raise UserFileError(str(plain), Message(zh, en))
        if has_plain or has_project:
            return plain if has_plain else project
    return None


def _has_settings(path: Path) -> bool:
    from perflint.config.toml_tree import has_table  # where there is no pyproject.toml nothing of TOML is loaded

    return has_table(path)
