"""Rich text by the API."""

from typing import Annotated

from pydantic import AfterValidator

from kernel.rest.shapes import text
from themes.richtext.cleaning import clean_text

LONGEST = 20_000


# Plain text stays plain; what begins with a paragraph, a heading or a list is sieved as HTML.
Rich = Annotated[str, text(LONGEST), AfterValidator(clean_text), text(LONGEST)]
