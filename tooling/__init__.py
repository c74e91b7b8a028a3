"""Everything behind ./run: install, build, serve and test, with the standard library alone."""
