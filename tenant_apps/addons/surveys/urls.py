"""The addresses of surveys, below /surveys/ and /backstage/surveys/."""

from django.urls import path

from tenant_apps.addons.surveys import backstage, shop

app_name = "surveys"
urlpatterns = [path("<str:token>", shop.question_page, name="question")]
backstage_urlpatterns = [
    path("", backstage.results_page, name="results"),
    path("answers.csv", backstage.answers_csv, name="csv"),
]
