"""Files on a matter's pages: brought with an act, shown by name, read through one door, by who may see the matter."""
from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liandong.files import storing
from liandong.files.checking import Checked
from liandong.files.models import File
from liandong.files.terms import Kind
from liandong.issues import services
from liandong.issues.models import Entry, Issue
from liandong.issues.public import public_matter
from liandong.issues.terms import Act
from liandong.kernel.errors import NotAllowed, NotFound, Stale
from liandong.ledger.models import Event
from liandong.people.access import Actor
from tests.files import making
from tests.issues.conftest import site, world
from tests.issues.factories import ANSWER, START, World, an_intake, handling, received, the_resident
from tests.issues.pages import browser_of, given, html, page

__all__ = ["site", "world"]
PHOTO = Checked("现场.jpg", Kind.IMAGE, ".jpg", b"\xff\xd8\xff photo")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store, empty."""
    monkeypatch.setattr(storing, "ROOT", tmp_path)
    return tmp_path


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, making.picture())


def version(issue: Issue) -> int:
    return Issue.objects.values_list("version", flat=True).get(id=issue.id)


def send(issue: Issue, act: Act, by: Actor, *files: SimpleUploadedFile, **values: Any) -> Any:
    return browser_of(by).post(f"/issues/{issue.number}/act/{act.value}/", {
        "seen": version(issue), "text": "看过现场", **values, "attached": list(files)})


# ── services ──

@pytest.mark.parametrize(("act", "public", "values"), [
    ("note", False, {"text": "内部"}), ("interim", True, {"text": "周四来量"}), ("add_paper", False, {"text": "鉴定"}),
    ("answer", True, ANSWER)])
def test_what_an_office_attaches_is_as_public_as_its_words(world: World, act: str, public: bool,
                                                           values: dict[str, Any]) -> None:
    issue = world.do(act, handling(world), world.officer, files=[PHOTO], **values)
    kept = File.objects.get()
    assert (kept.subject, kept.step, kept.is_public, kept.by_id) == (
        issue.id, issue.version, public, world.officer.account_id)
    assert Entry.objects.get(issue=issue, version=kept.step).act == act


def test_what_the_reporter_attaches_they_see_again(world: World) -> None:
    issue = handling(world)
    world.do("add_paper", issue, the_resident(issue), text="照片", files=[PHOTO])
    issue = world.do("ask_resident", issue, world.officer, text="几楼？")
    world.do("supplement", issue, the_resident(issue), text="三楼", files=[PHOTO])
    assert [(one.is_public, one.by) for one in File.objects.all()] == [(True, None)] * 2


def test_an_act_that_is_refused_keeps_no_byte(world: World, root: Path) -> None:
    issue = handling(world)
    with pytest.raises(NotAllowed):
        world.do("answer", issue, world.dispatcher, files=[PHOTO], **ANSWER)
    with pytest.raises(Stale):
        services.note(issue.id, by=world.officer, seen=99, now=START, text="晚了", files=[PHOTO])
    assert list(storing.all_stored(root)) == []
    assert not File.objects.exists()


def test_who_does_not_see_the_matter_does_not_see_its_files(world: World) -> None:
    issue = world.do("interim", handling(world), world.officer, text="量过", files=[PHOTO])
    kept = File.objects.get()
    services.open_file(issue.id, kept.id, by=world.leader, now=START).bytes.close()
    services.open_file(issue.id, kept.id, by=the_resident(issue), now=START).bytes.close()
    for by in (world.other_dispatcher, world.law_liaison, the_resident(received(world)), world.admin):
        with pytest.raises(NotFound):
            services.open_file(issue.id, kept.id, by=by, now=START)


def test_the_files_of_a_matter_are_erased_by_one_service(world: World) -> None:
    issue = world.do("note", handling(world), world.officer, text="内部", files=[PHOTO, PHOTO])
    assert services.erase_files(issue.id) == 2
    assert not File.objects.exists()


def test_a_photo_comes_with_the_matter_once_however_often_the_form_is_sent(world: World) -> None:
    token = uuid4()
    for _ in range(2):
        issue = services.receive(an_intake(world), by=world.grid, now=START, token=token, files=[PHOTO])
    kept = File.objects.get()
    assert (kept.subject, kept.step, kept.is_public) == (issue.id, 1, True)
    assert [str(one.label) for line in public_of(issue) for one in line.files] == ["现场.jpg（1 KB）"]


def public_of(issue: Issue) -> Any:
    """What the reporter is told of a matter."""
    matter = public_matter(issue.id)
    assert matter is not None
    return matter.story


# ── pages ──

def test_a_grid_worker_registers_with_a_photo(site: World) -> None:
    browser = browser_of(site.grid)
    token = browser.get("/issues/new/").content.decode().split('name="token" value="')[1].split('"')[0]
    answer = browser.post("/issues/new/", {
        "token": token, "channel": "patrol", "text": "井盖坏了", "place": "蕺山里小区", "urgency": "ordinary",
        "size": "simple", "attached": photo("IMG_1.jpg")})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert "IMG_1.jpg" in browser.get(answer["Location"]).content.decode()


def test_a_photo_is_sent_shown_by_name_and_given_out_without_running(site: World) -> None:
    issue = handling(site)
    assert 'enctype="multipart/form-data"' in html(site.officer, f"/issues/{issue.number}/act/note/")
    assert send(issue, Act.NOTE, site.officer, photo(), photo("电梯<b>.PNG.jpg")).status_code == 302
    shown = html(site.leader, f"/issues/{issue.number}/")
    first = File.objects.order_by("id")[0]
    address = f"/issues/{issue.number}/files/{first.id}/"
    assert f'<a class="linked" href="{address}">现场.jpg（1 KB）</a>' in shown
    assert "电梯b.PNG.jpg" in shown
    answer = browser_of(site.leader).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'; script-src 'none'")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert given(answer) == storing.place(1, first.digest, first.id).read_bytes()
    assert Event.objects.filter(act="file.read", subject=issue.id).count() == 1


def test_all_but_pictures_is_saved_never_opened(site: World) -> None:
    issue = handling(site)
    files = (SimpleUploadedFile("合同.pdf", making.pdf()), SimpleUploadedFile("说明.docx", making.office()))
    assert send(issue, Act.ADD_PAPER, site.officer, *files).status_code == 302
    for one in File.objects.all():
        answer = browser_of(site.officer).get(f"/issues/{issue.number}/files/{one.id}/")
        assert answer["Content-Disposition"].startswith("attachment;")
        assert given(answer)


@pytest.mark.parametrize(("file", "said"), [
    (SimpleUploadedFile("看.jpg", making.OLE), "内容和扩展名对不上"),
    (SimpleUploadedFile("通知.doc", making.OLE), "另存为 .docx"),
    (SimpleUploadedFile("a.svg", making.SVG), "这种文件不收"),
    (SimpleUploadedFile("a.docx", making.office({"word/vbaProject.bin": b"x"})), "里面有宏")])
def test_a_refused_file_is_said_beside_its_field_and_the_act_is_not_done(
        site: World, root: Path, file: SimpleUploadedFile, said: str) -> None:
    issue = handling(site)
    file.seek(0)
    answer = send(issue, Act.NOTE, site.officer, photo(), file)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "看过现场" in answer.content.decode()  # what was typed is still there
    assert version(issue) == issue.version
    assert list(storing.all_stored(root)) == []


def test_the_sentence_comes_in_english_too(site: World) -> None:
    issue = handling(site)
    answer = browser_of(site.officer, "en").post(f"/issues/{issue.number}/act/note/", {
        "seen": version(issue), "text": "x", "attached": SimpleUploadedFile("old.doc", making.OLE)})
    assert "old.doc: .doc files are not taken. Open it, save it as .docx and send that." in answer.content.decode()


def test_files_of_who_may_not_act_are_not_even_read(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liandong.files.fields.check_all", lambda files: pytest.fail("read"))
    issue = handling(site)
    assert send(issue, Act.ANSWER, site.leader, photo()).status_code == 403


def test_a_file_of_another_matter_or_none_is_not_there(site: World) -> None:
    issue, other = handling(site), handling(site)
    send(issue, Act.NOTE, site.officer, photo())
    kept = File.objects.get()
    assert page(site.officer, f"/issues/{other.number}/files/{kept.id}/").status_code == 404
    assert page(site.law_liaison, f"/issues/{issue.number}/files/{kept.id}/").status_code == 404
    assert page(site.officer, f"/issues/{issue.number}/files/{other.id}/").status_code == 404
