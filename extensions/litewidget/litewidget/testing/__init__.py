"""Tests of widgets in a real browser page, with no notebook and no server.

Every pytest run imports this for the plugin, also where there is no Playwright: `widget_page` needs it.
"""
