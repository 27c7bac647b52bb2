"""What readers meet when a site is published anew over what they have made."""
