"""The recipes that made the weights shipped with Tidings. None runs in a server; each needs data from elsewhere."""
