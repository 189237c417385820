"""The addresses of search, views, tasks and settings."""

from django.urls import path

from tenant_apps.office.desk.backstage import finding, settings, tasks, views

backstage_urlpatterns = [
    path("search", finding.search_page, name="search"),
    path("lists/<slug:list_name>/views", views.keep, name="views"),
    path("views/<int:pk>", views.edit, name="view_edit"),
    path("views/<int:pk>/filters", views.update, name="view_update"),
    path("views/<int:pk>/opening", views.open_with, name="view_first"),
    path("views/<int:pk>/deletion", views.delete, name="view_delete"),
    path("views/<int:pk>/return", views.bring_back, name="view_return"),
    path("tasks", tasks.task_list, name="tasks"),
    path("tasks/<int:pk>", tasks.task_page, name="task"),
    path("tasks/<int:pk>/stop", tasks.stop, name="task_stop"),
    path("tasks/<int:pk>/file.csv", tasks.task_file, {"ending": "csv"}, name="task_csv"),
    path("tasks/<int:pk>/file.xlsx", tasks.task_file, {"ending": "xlsx"}, name="task_xlsx"),
    path("settings", settings.settings_page, name="settings"),
]
