"""The verbs of stock: `places` takes and frees, `pools` opens and resizes."""
