"""The pages: `front` for everybody, `shops` for organizers, `console` and `acts` for our staff."""
