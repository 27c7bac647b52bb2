depth = 7
print("fathoms:", depth)
