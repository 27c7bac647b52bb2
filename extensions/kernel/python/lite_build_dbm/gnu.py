"""GNU's databases: the library in C is not there. To find the module is to learn that, as elsewhere."""

raise ModuleNotFoundError(
    "No module named 'dbm.gnu': it needs a library that Python in a page has not. "
    "dbm.sqlite3 and dbm.dumb are there",
    name="dbm.gnu",
)
