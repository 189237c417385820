"""The addresses of billing in our staff's console, below `/control/`."""

from django.urls import path

from billing.staff import (
    accounts,
    coupons,
    discrepancies,
    invoice,
    invoices,
    revenue,
    runs,
    usage,
)

app_name = "staff_billing"
_ACCOUNT = "tenants/<str:subdomain>/billing"
urlpatterns = [
    path("revenue", revenue.revenue_page, name="revenue"),
    path("revenue/vat", revenue.tax_page, name="taxes"),
    path("revenue/vat.<slug:kind>", revenue.tax_file, name="taxes_file"),
    path("revenue/<slug:what>.<slug:kind>", revenue.revenue_file, name="revenue_file"),
    path("invoices", invoices.invoices_page, name="invoices"),
    path("invoices.<slug:kind>", invoices.invoices_file, name="invoices_file"),
    path("invoices/run", runs.run_page, name="run"),
    path("invoices/<str:number>", invoice.invoice_page, name="invoice"),
    path("invoices/<str:number>/pdf", invoice.invoice_pdf, name="invoice_pdf"),
    path("invoices/<str:number>/collection", invoice.collect_page, name="collect"),
    path("invoices/<str:number>/writing-off", invoice.write_off_page, name="write_off"),
    path(_ACCOUNT, accounts.account_page, name="account"),
    path(f"{_ACCOUNT}/plan", accounts.plan_page, name="plan"),
    path(f"{_ACCOUNT}/add-ons/<slug:code>", accounts.switch_page, name="switch"),
    path(f"{_ACCOUNT}/adjustment", accounts.adjustment_page, name="adjust"),
    path(f"{_ACCOUNT}/coupon", accounts.coupon_page, name="give_coupon"),
    path("coupons", coupons.coupons_page, name="coupons"),
    path("coupons/new", coupons.coupon_new_page, name="coupon_new"),
    path("coupons/<int:coupon_id>/end", coupons.coupon_end_page, name="coupon_end"),
    path("discrepancies", discrepancies.discrepancies_page, name="discrepancies"),
    path("discrepancies/<int:discrepancy_id>", discrepancies.settle_page, name="settle"),
    path("usage", usage.usage_page, name="usage"),
]
