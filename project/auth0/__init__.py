"""A tenant at Auth0 as code: what it must hold for this site, written out and compared."""
