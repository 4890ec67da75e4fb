"""One module a format, each a pure function of the Report."""
