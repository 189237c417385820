"""Rich text: `RichTextField` to write it, `clean_html` to keep it, `|rich` to show it."""
