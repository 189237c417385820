"""The addresses of a sale in the shop."""

from django.urls import path

from tenant_apps.ticketing.sales.backstage import (
    buyers,
    currencies,
    home,
    importing,
    opening,
    orders,
    together,
)
from tenant_apps.ticketing.sales.backstage import programme as desk
from tenant_apps.ticketing.sales.shop import basket, checkout, engines, files, order, programme

app_name = "sales"
urlpatterns = [
    path("robots.txt", engines.robots_file, name="robots"),
    path("sitemap.xml", engines.sitemap_file, name="sitemap"),
    path("cart", basket.cart_page, name="cart"),
    path("cart/add", basket.add_to_cart, name="cart_add"),
    path("cart/currency", basket.switch_currency, name="cart_currency"),
    path("currency", basket.choose_currency, name="currency"),
    path("cart/<int:hold_id>/remove", basket.remove_from_cart, name="cart_remove"),
    path("checkout", checkout.checkout_page, name="checkout"),
    path("checkout/pay/<uuid:key>", checkout.pay_page, name="pay"),
    path("checkout/pay/<uuid:key>/challenge", checkout.challenge_page, name="challenge"),
    path("checkout/pay/<uuid:key>/back", checkout.paid_page, name="paid"),
    path("orders/find", order.find_order_page, name="find_order"),
    path("orders/<str:reference>/<str:key>", order.order_page, name="order"),
    path("orders/<str:reference>/<str:key>/tickets.pdf", files.tickets_pdf, name="tickets_pdf"),
    path("orders/<str:reference>/<str:key>/calendar.ics", files.calendar_file, name="calendar"),
    path("orders/<str:reference>/<str:key>/<int:ticket_id>.svg", files.ticket_qr, name="ticket_qr"),
]

# What is on: shown with what is left of it, hence from this room; its names are the events' own.
programme_urlpatterns = (
    [
        path("", programme.event_list, name="list"),
        path("e/<slug:slug>", programme.event_page, name="detail"),
    ],
    "events",
)

backstage_urlpatterns = [
    path("", home.home, name="home"),
    path("opening/event", opening.event_page, name="opening_event"),
    path("opening/done", opening.done_page, name="opening_done"),
    path("first-steps", home.dismiss, name="first_steps"),
    path("events", desk.event_list, name="events"),
    path("events/publications", together.publish_events, name="events_publish"),
    path("events/withdrawals", together.withdraw_events, name="events_withdraw"),
    path("events/copies", together.copy_events, name="events_copy"),
    path("events/import", importing.import_page, name="import"),
    path("events/import/<int:pk>", importing.import_look, name="import_look"),
    path("events/<int:pk>", desk.event_page, name="event"),
    path("events/<int:pk>/tickets", desk.ticket_types, name="ticket_types"),
    path("events/<int:pk>/currency", currencies.change, name="event_currency"),
    path("events/<int:pk>/prices", currencies.choose, name="prices_choose"),
    path("events/<int:pk>/prices/<str:currency>", currencies.prices, name="prices"),
    path("events/<int:pk>/prices/<str:currency>/end", currencies.drop, name="prices_drop"),
    path("events/<int:pk>/publication", desk.publish, name="event_publish"),
    path("events/<int:pk>/withdrawal", desk.unpublish, name="event_unpublish"),
    path("events/<int:pk>/cancellation", desk.cancel, name="event_cancel"),
    path("orders", orders.order_list, name="orders"),
    path("orders/mailings", together.send_orders, name="orders_send"),
    path("orders/exports", together.export_orders, name="orders_export"),
    path("orders/refunds", together.refund_orders, name="orders_refund"),
    path("orders/to-refund", orders.to_refund, name="orders_to_refund"),
    path("orders/<str:reference>", orders.order_page, name="order"),
    path("orders/<str:reference>/mailing", orders.send_again, name="order_send"),
    path("orders/<str:reference>/refund", orders.refund, name="order_refund"),
    path("customers/<int:pk>", buyers.customer_page, name="customer"),
]
