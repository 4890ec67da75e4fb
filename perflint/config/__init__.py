"""Configuration: the nearest ``perflint.yaml`` or ``[tool.perflint]`` in ``pyproject.toml``, values with origins.

``find`` finds the file, ``load`` reads it, ``settings`` is what it says, ``use`` puts that to use.
"""
