"""From requirements to one version of each package, or to words for why there is none."""
