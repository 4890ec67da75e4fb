"""The language server: what `check`, `rules` and `fix` know, told while somebody types. A thin layer over them."""
