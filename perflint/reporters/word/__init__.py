"""Word documents given back with comments: the author's own file, patched, or one built in the official form."""
