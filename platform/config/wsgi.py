"""What the web server calls."""

import gc

from django.core.wsgi import get_wsgi_application

from config.env import choose_settings

choose_settings()
application = get_wsgi_application()

# What is loaded now stays for good, and requests make many small things that die young: so what
# is old is not looked at again, and what is young less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
