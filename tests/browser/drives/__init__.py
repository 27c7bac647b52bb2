"""Drives beside the site's: a reader's own folder, a bucket, others' drives."""
