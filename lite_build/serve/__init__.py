"""The local server: a site as its host will serve it, rebuilt on save, with pages that reload."""
