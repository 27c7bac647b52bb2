import time

from pyscript import document, when

button = document.getElementById("count")
place = document.getElementById("place")
count = 0


@when("click", "#count")
def more(event):
    global count
    count += 1
    button.textContent = f"count {count}"


@when("click", "#change")
def change(event):
    begun = time.perf_counter()
    for number in range(10_000):
        place.textContent = number
    took = (time.perf_counter() - begun) * 1000
    document.getElementById("taken").textContent = f"{took} ms"


button.textContent = "count 0"
