"""What changed between two documents or two years: projects and rows matched, each change said once, at its place."""
