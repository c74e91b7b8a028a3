"""The site at /docs/: the Markdown of this repository, made into pages by Sphinx."""
