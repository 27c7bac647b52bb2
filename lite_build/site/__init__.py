"""What lands in the output: contents, packages, settings, slimming, the report, the exchange at the end."""
