"""
Tides of a day
==============

How they are drawn.
"""

from shoreline.charts import draw

print("tides of", "Aldport")

# %%
# The day from midnight on:

draw("Aldport")

# %%
# What is above is still there:

print("drawn by", draw.__name__)
