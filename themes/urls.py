"""Addresses of the brand's files; the same on every host."""

from django.urls import path

from themes import backstage, views
from themes.pictures import views as pictures

urlpatterns = [
    path("preview/leave", views.leave_preview, name="preview_leave"),
    path("brand.css", views.brand_css, name="brand_css"),
    path("brand/logo", views.brand_logo, name="brand_logo"),
    path("brand/logo-dark", views.brand_logo_dark, name="brand_logo_dark"),
    path("brand/icon-<int:size>.png", views.brand_icon, name="brand_icon"),
    path("brand/initial.svg", views.brand_initial, name="brand_initial"),
    path("brand/manifest.webmanifest", views.brand_manifest, name="brand_manifest"),
    path("pictures/<slug:digest>/<slug:frame>/<str:name>", pictures.picture, name="picture"),
    path("language", views.choose_language, name="set_language"),
]

backstage_urlpatterns = [
    path("settings/brand", backstage.brand_page, name="brand"),
    path("pictures", pictures.keep, name="picture_keep"),
]
