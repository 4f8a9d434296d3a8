"""The site with the pages for residents mounted, as the room above mounts them."""

from django.urls import include, path

from bihuan.questionnaires import answering_urls
from bihuan.urls import urlpatterns as site

urlpatterns = [path("public/q/", include(answering_urls)), *site]
