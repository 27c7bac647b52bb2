import time

from pyscript import document

button = document.getElementById("count")
place = document.getElementById("place")
count = 0


def more(event):
    global count
    count += 1
    button.textContent = f"count {count}"


def change(event):
    begun = time.perf_counter()
    for number in range(10_000):
        place.textContent = number
    took = (time.perf_counter() - begun) * 1000
    document.getElementById("taken").textContent = f"{took} ms"


button.textContent = "count 0"
