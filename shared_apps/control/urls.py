"""The addresses of the platform's own host."""

from django.urls import path

from shared_apps.control.pages import acts, console, dev_mail, front, payments, shops

app_name = "control"
_TENANT = "control/tenants/<str:subdomain>"
urlpatterns = [
    path("", front.landing_page, name="landing"),
    path("signup", front.signup_page, name="signup"),
    path("api/subdomain-check", front.subdomain_check, name="subdomain_check"),
    path("shops", shops.shops_page, name="shops"),
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
