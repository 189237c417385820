"""Addresses of the brand's files; the same on every host."""

from django.urls import path

from themes import views
from themes.backstage import editor, legal, opening, publication, samples
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
    path("legal/<slug:kind>", views.legal_page, name="legal"),
    path("language", views.choose_language, name="set_language"),
]

backstage_urlpatterns = [
    path("opening/look", opening.look_page, name="opening_look"),
    path("opening/colours.css", opening.colours_css, name="opening_colours"),
    path("settings/brand", editor.section_page, name="brand"),
    path("settings/brand/publish", publication.publish_page, name="brand_publish"),
    path("settings/brand/discard", publication.discard_page, name="brand_discard"),
    path("settings/brand/link", publication.link_page, name="brand_link"),
    path("settings/brand/history", publication.history_page, name="brand_history"),
    path("settings/brand/history/<int:number>", publication.roll_back_page, name="brand_roll_back"),
    path("settings/brand/legal", legal.list_page, name="legal"),
    path("settings/brand/legal/<slug:kind>", legal.text_page, name="legal_text"),
    path("settings/brand/legal/<slug:kind>/publish", legal.publish_page, name="legal_publish"),
    path("settings/brand/legal/<slug:kind>/<int:number>", legal.version_page, name="legal_version"),
    path("settings/brand/preview/mail", samples.mail_page, name="brand_preview_mail"),
    path("settings/brand/<slug:section>", editor.section_page, name="brand_section"),
    path("pictures", pictures.keep, name="picture_keep"),
]
