import ipywidgets

button = ipywidgets.Button(description="count 0")
count = 0


def more(button):
    global count
    count += 1
    button.description = f"count {count}"


button.on_click(more)
button
