"""Files that somebody sends."""

import struct

from PIL import Image

# What a decoder may stumble over in a picture that was made to harm, or is merely broken.
UNREADABLE = (
    OSError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, SyntaxError,
    struct.error, Image.DecompressionBombError,
)  # fmt: skip
