"""The page of components, on the platform's host."""

from django.urls import path

from themes.design import pages

app_name = "design"
urlpatterns = [
    path("", pages.design_page, name="index"),
    path("theme/<slug:theme>.css", pages.plate_css, name="css"),
    path("<slug:code>", pages.design_page, name="group"),
    path("<slug:code>/plate", pages.plate_page, name="plate"),
]
