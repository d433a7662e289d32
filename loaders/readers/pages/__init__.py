"""Pages as they are laid out, from whatever told where their text and their rules are, to paragraphs and grids.

PDF and optical recognition both end here. In the order of their work:

    arrays       the arrays that all of it works on
    geometry     boxes, and the way to the page as it is shown
    rules        ruling lines, put together from pieces
    lattice      the cells between ruling lines
    textlines    lines of text by cell
    splitting    ruled tables whose rows are not ruled
    arrange      lines and cells to the items of a page
    items        these: lines, tables, pages
    furniture    page numbers and running lines taken out
    opentables   tables without rules, with bands, columns, heading and bodyrows
    sidebyside   tables beside each other with what belongs to each
    paragraphs   lines to paragraphs
    blocks       the last four in a row: pages to the blocks that all readers yield
"""
