from pyscript import document, when

button = document.createElement("button")
count = 0


def show():
    button.textContent = f"count {count}"


@when("click", button)
def more(event):
    global count
    count += 1
    show()


show()
document.body.append(button)
