"""Pictures for the demo, drawn by us: flat shapes like a screen print."""

import random

from PIL import Image, ImageDraw

SIZE = (1920, 1200)


def draw(name: str) -> Image.Image:
    """The drawing of this name."""
    return {"storm": storm, "doors": doors}[name]()


def storm() -> Image.Image:
    """A red moon over dark waves, with a small boat."""
    picture = Image.new("RGB", SIZE, "#f1e2c6")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((1120, 130, 1680, 690), fill="#a3202f")
    for row, colour in enumerate(("#c79a3a", "#6d1626", "#3d0d17", "#1d0a10")):
        _waves(pen, top=560 + row * 150, step=250 - row * 22, shift=row * 95, colour=colour)
        if row == 1:
            pen.polygon([(560, 712), (860, 712), (806, 778), (614, 778)], fill="#1d0a10")
            pen.line([(706, 712), (706, 470)], fill="#1d0a10", width=10)
            pen.polygon([(720, 480), (720, 690), (856, 690)], fill="#f1e2c6")
            pen.polygon([(692, 520), (692, 690), (596, 690)], fill="#a3202f")
    return picture


def _waves(pen: ImageDraw.ImageDraw, *, top: int, step: int, shift: int, colour: str) -> None:
    width, height = SIZE
    for left in range(-step - shift, width + step, step):
        pen.pieslice((left, top, left + step * 2, top + step * 2), 180, 360, fill=colour)
    pen.rectangle((0, top + step - 4, width, height), fill=colour)


def doors() -> Image.Image:
    """Buildings at night, with some windows lit and one open door."""
    picture = Image.new("RGB", SIZE, "#101634")
    pen = ImageDraw.Draw(picture)
    dice = random.Random(9)
    pen.ellipse((250, 110, 520, 380), fill="#ffd400")
    left = -40
    while left < SIZE[0]:
        width, top = dice.randrange(190, 330), dice.randrange(260, 720)
        wall = dice.choice(("#1b2a6b", "#2f55ff", "#0b0f24", "#24378a"))
        pen.rectangle((left, top, left + width, SIZE[1]), fill=wall)
        for x in range(left + 28, left + width - 50, 62):
            for y in range(top + 40, SIZE[1] - 330, 86):
                lit = dice.random() < 0.3
                pen.rectangle((x, y, x + 34, y + 52), fill="#ffd400" if lit else "#0a0e22")
        left += width
    pen.rectangle((0, 1060, *SIZE), fill="#070a18")
    pen.rectangle((1170, 760, 1370, 1060), fill="#ffd400")
    pen.polygon([(1170, 760), (1090, 800), (1090, 1100), (1170, 1060)], fill="#ff5b3a")
    pen.polygon([(1170, 1060), (1370, 1060), (1560, 1200), (980, 1200)], fill="#d8b400")
    return picture
