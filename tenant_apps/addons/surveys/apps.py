from django.utils.translation import gettext_lazy as _

from kernel.addons import AddOn, MenuItem


class SurveysConfig(AddOn):
    """One question after the evening."""

    name = "tenant_apps.addons.surveys"
    feature = "surveys"
    title = _("Surveys")
    summary = _("One question after the evening, and what your visitors say about it.")
    meters = {"replies": "tenant_apps.addons.surveys.facts.SurveyAnswered"}
    menu = [MenuItem(_("Surveys"), "backstage:surveys:results", "smile", "customers.view")]
    clock = {"tenant_apps.addons.surveys.tasks.ask_visitors": 300.0}
