"""The addresses of the platform's own host."""

from django.urls import path

from shared_apps.control.pages import (
    acts,
    console,
    dev_mail,
    front,
    guests,
    payments,
    settings,
    shops,
    signup,
    site,
)

app_name = "control"
_TENANT = "control/tenants/<str:subdomain>"
urlpatterns = [
    path("", front.landing_page, name="landing"),
    path("prices", site.prices_page, name="prices"),
    path("add-ons", site.addons_page, name="addons"),
    path("questions", site.questions_page, name="questions"),
    path("contact", site.contact_page, name="contact"),
    path("legal/<slug:kind>", site.legal_page, name="legal"),
    path("try", guests.try_page, name="try"),
    path("try/<str:subdomain>/backstage", guests.look_backstage, name="try_backstage"),
    path("robots.txt", site.robots_file, name="robots"),
    path("sitemap.xml", site.sitemap_file, name="sitemap"),
    path("signup", signup.signup_page, name="signup"),
    path("api/subdomain-check", signup.subdomain_check, name="subdomain_check"),
    path("shops", shops.shops_page, name="shops"),
    path("shops/confirmation", shops.confirmation, name="confirmation"),
    path("shops/<str:subdomain>", settings.settings_page, name="shop"),
    path("shops/<str:subdomain>/address", settings.address_page, name="shop_address"),
    path("shops/<str:subdomain>/closing", settings.closing_page, name="shop_closing"),
    path("shops/<str:subdomain>/reopening", settings.reopening, name="shop_reopening"),
    path("shops/<str:subdomain>/enter", shops.entry, name="enter"),
    path("shops/<str:subdomain>/payments", payments.payments_page, name="payments"),
    path("shops/<str:subdomain>/payments/connect", payments.connect, name="payments_connect"),
    path("dev/mail", dev_mail.letters_page, name="dev_mail"),
    path("dev/mail/<slug:file>/<int:number>", dev_mail.letter_page, name="dev_mail_letter"),
    path("dev/mail/<slug:file>/<int:number>/html", dev_mail.letter_html, name="dev_mail_html"),
    path(
        "dev/mail/<slug:file>/<int:number>/files/<int:index>",
        dev_mail.letter_file,
        name="dev_mail_file",
    ),
    path("control/", console.tenants_page, name="tenants"),
    path(_TENANT, console.tenant_page, name="tenant"),
    path(f"{_TENANT}/features/<str:code>", acts.feature_page, name="feature"),
    path(f"{_TENANT}/suspension", acts.suspension_page, name="suspension"),
    path(f"{_TENANT}/resumption", acts.resumption_page, name="resumption"),
    path(f"{_TENANT}/visit", acts.visit_page, name="visit"),
    path(f"{_TENANT}/deliveries", console.deliveries_page, name="deliveries"),
    path(f"{_TENANT}/deliveries/retry", console.delivery_retry, name="retry_all"),
    path(f"{_TENANT}/deliveries/<int:delivery_id>/retry", console.delivery_retry, name="retry"),
]
