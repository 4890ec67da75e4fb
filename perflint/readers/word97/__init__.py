"""The binary Word format of 1997 to 2003 (.doc, and .wps of WPS, which has the same base)."""
