"""The addresses of an owner's pages of billing, on the platform's host."""

from django.urls import path

from billing.owner import addons, details, invoices, method, overview, papers, plan, usage

_HERE = "shops/<str:subdomain>/billing"
_ADDON = f"{_HERE}/add-ons/<slug:code>"
_INVOICE = f"{_HERE}/invoices/<str:number>"
_METER = f"{_HERE}/usage/<slug:code>/<slug:meter>"
urlpatterns = [
    path(_HERE, overview.overview_page, name="overview"),
    path(f"{_HERE}/plan", plan.plan_page, name="plan"),
    path(f"{_HERE}/plan/kept", plan.plan_keep, name="plan_keep"),
    path(f"{_HERE}/plan/<slug:offer>/<slug:cycle>", plan.plan_order_page, name="plan_order"),
    path(_ADDON, addons.addon_page, name="addon"),
    path(f"{_ADDON}/order/<slug:way>", addons.order_page, name="order"),
    path(f"{_ADDON}/resume", addons.resume_page, name="resume"),
    path(f"{_ADDON}/pause", addons.pause_page, name="pause"),
    path(f"{_ADDON}/stop", addons.stop_page, name="stop"),
    path(f"{_ADDON}/keep", addons.keep, name="keep"),
    path(f"{_HERE}/usage", usage.usage_page, name="usage"),
    path(_METER, usage.meter_page, name="meter"),
    path(f"{_METER}.csv", usage.meter_csv, name="meter_csv"),
    path(f"{_HERE}/invoices", invoices.invoices_page, name="invoices"),
    path(_INVOICE, invoices.invoice_page, name="invoice"),
    path(f"{_INVOICE}/pay", invoices.pay, name="pay"),
    path(f"{_INVOICE}/pdf", papers.invoice_pdf, name="invoice_pdf"),
    path(f"{_INVOICE}/xml", papers.invoice_xml, name="invoice_xml"),
    path(f"{_INVOICE}/lines/<int:position>", invoices.line_page, name="line"),
    path(f"{_INVOICE}/lines/<int:position>.csv", invoices.line_csv, name="line_csv"),
    path(f"{_HERE}/details", details.details_page, name="details"),
    path(f"{_HERE}/coupon", details.coupon, name="coupon"),
    path(f"{_HERE}/method", method.method_page, name="method"),
    path(f"{_HERE}/method/portal", method.portal, name="portal"),
]
