"""The addresses of the room, for those with an account."""

from bihuan.appraisals import hall_urls, office_urls, people_urls

app_name = "appraisals"
urlpatterns = [*office_urls.patterns, *hall_urls.patterns, *people_urls.patterns]
