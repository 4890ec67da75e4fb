"""Safe repairs: what cannot change meaning is mended in the source itself, judged again, and shown as a difference."""
