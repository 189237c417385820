"""Addresses of the brand's files; the same on every host."""

from django.urls import path

from themes import backstage, views
from themes.pictures import views as pictures

urlpatterns = [
    path("brand.css", views.brand_css, name="brand_css"),
    path("brand/logo", views.brand_logo, name="brand_logo"),
    path("pictures/<slug:digest>/<slug:frame>/<str:name>", pictures.picture, name="picture"),
    path("language", views.choose_language, name="set_language"),
]

backstage_urlpatterns = [
    path("settings/brand", backstage.brand_page, name="brand"),
    path("pictures", pictures.keep, name="picture_keep"),
]
