"""Pictures of pages: text by optical recognition, tables by the ruling lines in the picture.

`recognise.recognised` gives a page as the PDF reader has it; what follows (rows without rules, page furniture,
paragraphs) is that of all pages.

    engine       RapidOCR, where it is installed
    picture      a page's picture set upright and straight
    rulings      the ruling lines in it
    strips       pages one under the other, cut apart
    crops        the lines of text in cells
    numbers      what numbers are taken for
    recognise    a picture to a page
"""
