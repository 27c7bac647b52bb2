import marimo as mo

count, set_count = mo.state(0)
# %%
mo.ui.button(label=f"count {count()}", on_click=lambda _: set_count(count() + 1))
