"""One module per format: blocks to the bytes of a file."""
