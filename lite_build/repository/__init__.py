"""A repository of somebody's notebooks: named by its address, brought here at one commit, unpacked."""
