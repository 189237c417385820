"""What an event asks the add-ons."""

from kernel.hooks import Hook


@Hook
def event_tabs(*, event):
    """Which pages of yours belong to an event backstage? Answer a Panel that draws one `<a>`."""
