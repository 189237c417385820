"""Stripe Billing's addresses: what is asked there, in which shape, and who answers."""

from stripe import params as p
from stripe.params import billing as b
from stripe.params import billing_portal as portal

from tests.fakes.stripe import customers, invoices, meters, prices, subscriptions

ID = r"/([A-Za-z0-9_]+)"
CUSTOMERS, METHODS, INVOICES = "/v1/customers", "/v1/payment_methods", "/v1/invoices"
METERS, SUBSCRIPTIONS = "/v1/billing/meters", "/v1/subscriptions"
ROUTES = [
    ("POST", CUSTOMERS, p.CustomerCreateParams, customers.create),
    ("GET", f"{CUSTOMERS}{ID}", p.CustomerRetrieveParams, customers.retrieve),
    ("POST", f"{CUSTOMERS}{ID}", p.CustomerUpdateParams, customers.update),
    ("DELETE", f"{CUSTOMERS}{ID}", p.CustomerDeleteParams, customers.delete),
    (
        "GET",
        f"{CUSTOMERS}{ID}/payment_methods",
        p.CustomerListPaymentMethodsParams,
        customers.list_of_customer,
    ),
    ("GET", METHODS, p.PaymentMethodListParams, customers.list_methods),
    ("GET", f"{METHODS}{ID}", p.PaymentMethodRetrieveParams, customers.retrieve_method),
    ("POST", f"{METHODS}{ID}/attach", p.PaymentMethodAttachParams, customers.attach),
    ("POST", "/v1/billing_portal/sessions", portal.SessionCreateParams, customers.open_portal),
    ("POST", "/v1/products", p.ProductCreateParams, prices.create_product),
    ("GET", f"/v1/products{ID}", p.ProductRetrieveParams, prices.retrieve_product),
    ("POST", "/v1/prices", p.PriceCreateParams, prices.create_price),
    ("GET", "/v1/prices", p.PriceListParams, prices.list_prices),
    ("POST", METERS, b.MeterCreateParams, meters.create),
    ("GET", METERS, b.MeterListParams, meters.list_meters),
    ("GET", f"{METERS}{ID}", b.MeterRetrieveParams, meters.retrieve),
    ("POST", "/v1/billing/meter_events", b.MeterEventCreateParams, meters.take),
    (
        "GET",
        f"{METERS}{ID}/event_summaries",
        b.MeterListEventSummariesParams,
        meters.list_summaries,
    ),
    ("POST", SUBSCRIPTIONS, p.SubscriptionCreateParams, subscriptions.create),
    ("GET", SUBSCRIPTIONS, p.SubscriptionListParams, subscriptions.list_subscriptions),
    ("GET", f"{SUBSCRIPTIONS}{ID}", p.SubscriptionRetrieveParams, subscriptions.retrieve),
    ("POST", f"{SUBSCRIPTIONS}{ID}", p.SubscriptionUpdateParams, subscriptions.update),
    ("DELETE", f"{SUBSCRIPTIONS}{ID}", p.SubscriptionCancelParams, subscriptions.cancel),
    ("GET", "/v1/subscription_items", p.SubscriptionItemListParams, subscriptions.list_items),
    ("POST", INVOICES, p.InvoiceCreateParams, invoices.create),
    ("GET", INVOICES, p.InvoiceListParams, invoices.list_invoices),
    ("GET", f"{INVOICES}{ID}", p.InvoiceRetrieveParams, invoices.retrieve),
    ("DELETE", f"{INVOICES}{ID}", p.InvoiceDeleteParams, invoices.delete),
    ("GET", f"{INVOICES}{ID}/lines", p.InvoiceListLinesParams, invoices.list_lines),
    ("POST", f"{INVOICES}{ID}/finalize", p.InvoiceFinalizeInvoiceParams, invoices.finalize),
    ("POST", f"{INVOICES}{ID}/pay", p.InvoicePayParams, invoices.pay),
    ("POST", f"{INVOICES}{ID}/void", p.InvoiceVoidInvoiceParams, invoices.void),
    ("POST", "/v1/invoiceitems", p.InvoiceItemCreateParams, invoices.add_item),
]
