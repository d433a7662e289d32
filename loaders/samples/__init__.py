"""Reports written from figures, in any format and layout: what the loaders do, the other way round.

`render.render` writes a report; `restyle.restyled` says what must be read back from it.
"""
