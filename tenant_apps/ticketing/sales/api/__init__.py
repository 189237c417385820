"""The sale by the API: `offers` what can be bought, `cart` keeps places, `orders` buys them."""

from ninja import Router

from tenant_apps.ticketing.sales.api import cart, currency, offers, orders

router = Router()
for part in (offers, cart, orders, currency):
    router.add_router("", part.router)
