"""What can be said of a project that is asked for and not known here."""

from shared.domain import NotFound


class NoSuchProject(NotFound):
    zh = "没有找到这个项目，或其信息尚未送达。请核对编号，或稍后再试。"
    en = "There is no such project, or news of it has not arrived yet. Check the id or retry."
