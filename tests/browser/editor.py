"""Label Studio's editor as a person uses it: keys, the mouse on words, the panels. Selenium is imported when needed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1600,1000"
)
DEADLINE = 120
"""Seconds after which what should show itself never will."""

_FIND = """
const [words, occurrence] = arguments;
const nodes = [], walker = document.createTreeWalker(
  document.querySelector(".lsf-richtext__container"), NodeFilter.SHOW_TEXT);
let text = "";
while (walker.nextNode()) { nodes.push([text.length, walker.currentNode]); text += walker.currentNode.data; }
let at = -1;
for (let n = 0; n < occurrence; n++) at = text.indexOf(words, at + 1);
if (at < 0) return null;
const character = offset => {
  const [begin, node] = nodes.filter(([begin]) => begin <= offset).at(-1), range = document.createRange();
  range.setStart(node, offset - begin);
  range.setEnd(node, offset - begin + 1);
  return range;
};
character(at).startContainer.parentElement.scrollIntoView({block: "center"});
const first = character(at).getBoundingClientRect(), last = character(at + words.length - 1).getBoundingClientRect();
return [first.left, (first.top + first.bottom) / 2, last.right, (last.top + last.bottom) / 2].map(Math.round);
"""
"""Brings words of the text into sight; where they begin and end, in pixels."""

_READY = """
const annotation = window.Htx?.annotationStore?.selected;
return Boolean(annotation?.editable) && !DM.loadingData && !Htx.isLoading
  && annotation.objects.every(one => one.isReady);
"""
"""A task is loaded twice, and the first annotation seems ready for a moment: only DM knows that another replaces it."""

_SAVED = """
const annotation = Htx.annotationStore.selected;
return Boolean(annotation?.pk) && !Htx.isSubmitting && !annotation.history.canUndo && !annotation.draftId;
"""


@contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """A headless Chromium with a profile of its own."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS.split(), f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium") or ""
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


@dataclass(frozen=True)
class Editor:
    """One annotator's browser window. Words are found in the text by themselves and the number of their occurrence."""

    driver: Any
    url: str

    def login(self, user: str, password: str) -> None:
        self.driver.get(f"{self.url}/user/login/")
        self.one("[name=email]").send_keys(user)
        self.one("[name=password]").send_keys(f"{password}\n")
        self.until(lambda: "/user/login" not in self.driver.current_url)

    def open(self, project: int, task: int) -> None:
        """Opens a task, and returns when its text stands there and keys are heard."""
        self.driver.get(f"{self.url}/projects/{project}/data?task={task}")
        self.one(".lsf-richtext__container")
        self.until(lambda: self.driver.execute_script(_READY))

    def mark(self, key: str, words: str, occurrence: int = 1) -> None:
        """Presses the key of a label and draws the mouse over words."""

        def draw() -> None:
            self.unselect()
            if not self.active:  # a swallowed stroke leaves the label chosen, or has chosen the region around the words
                self.press(key)
                self.until(lambda: self.active)
            self._drag(words, occurrence)

        self._count_on("regionStore.regions.length", draw)

    def select(self, words: str, occurrence: int = 1) -> str:
        """Clicks on marked words. Returns the id of the region that the editor then shows.

        The editor swallows the first click after words were marked within marked ones: then she clicks again.
        """

        def clicked() -> str:
            if not self.selected:
                self._click(words, occurrence)
            return self.selected

        self.unselect()
        return str(self.until(clicked, pause=1))

    def unselect(self) -> None:
        """Lets go of the selected region."""
        self.press("u")
        self.until(lambda: not self.selected)

    def relate(self, words: str, label: str, occurrence: int = 1) -> None:
        """Draws a relation from the selected region to marked words, and labels it."""
        self.press("r", alt=True)
        self.until(lambda: self._look("isLinkingMode"))
        self._count_on("relationStore.size", lambda: self._click(words, occurrence))
        self.one("#Relations-draggable").click()
        item = self.all(".lsf-relations__item")[-1]
        self._hover(item)
        item.find_element("css selector", "[aria-label='Show Relation Labels']").click()
        self._pick(self.until(lambda: item.find_elements("css selector", ".lsf-relation-meta button"))[0], label)
        self.one("#Regions-draggable").click()

    def choose(self, property: str, choice: str) -> None:
        """Chooses a value beside the selected region."""
        control = self.control(property)
        lists = control.find_elements("css selector", "[data-slot=popover-trigger]")
        if lists:
            self._pick(lists[0], choice)
        else:
            control.find_element("css selector", f"input[name='{choice}']").click()

    def write(self, property: str, text: str) -> None:
        """Writes a line beside the selected region."""
        self.control(property).find_element("css selector", "input").send_keys(f"{text}\n")

    def save(self) -> None:
        """Submits or updates the annotation, and waits until the server has it."""
        self.one("[data-testid=bottombar-submit-button], [data-testid=bottombar-update-button]").click()
        self.until(lambda: self.driver.execute_script(_SAVED))

    def warned(self) -> str:
        """Submits, and returns what the editor objects to, when its box is closed again."""
        self.one("[data-testid=bottombar-submit-button]").click()
        said = str(self.one(".ant-modal-confirm-content").text)
        self.one(".ant-modal-confirm-btns button").click()
        self.until(lambda: not self.all(".ant-modal-wrap"))
        return said

    def control(self, property: str) -> Any:
        """The control of a property of the selected region: what stands below its heading."""
        headings = [heading for heading in self.all(".wm-side h4") if heading.text.split(" ")[0] == property]
        assert headings, f"nothing beside the region is called {property}"
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'start'})", headings[0])
        return headings[0].find_element("xpath", "following-sibling::*[1]")

    @property
    def selected(self) -> str:
        """The id of the selected region; empty where there is none."""
        shown = self.all(".lsf-detailed-region__head > span")
        return str(shown[0].text.removeprefix("ID").strip()) if shown else ""

    @property
    def unseen(self) -> list[str]:
        """The marked words that have no colour."""
        marked = self.driver.find_elements("css selector", ".htx-highlight")
        return [one.text for one in marked if one.value_of_css_property("background-color") == "rgba(0, 0, 0, 0)"]

    @property
    def active(self) -> list[str]:
        """The labels that are chosen for the words that will be marked."""
        return [label.text.split()[0] for label in self.all(".wm-bar .lsf-label_selected")]

    def press(self, key: str, alt: bool = False) -> None:
        """Presses a key, with Alt if so, while no text field has the focus."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        self.driver.execute_script("document.activeElement?.blur()")
        keys = ActionChains(self.driver)
        held = [Keys.ALT] if alt else [Keys.SHIFT] if key.startswith("shift+") else []
        for one in held:
            keys.key_down(one)
        keys.send_keys(key.removeprefix("shift+"))
        for one in held:
            keys.key_up(one)
        keys.perform()

    def one(self, selector: str) -> Any:
        """The first thing in sight that a selector finds, when it is there."""
        return self.until(lambda: next(iter(self.all(selector)), None))

    def all(self, selector: str) -> list[Any]:
        """What a selector finds and is in sight."""
        return [element for element in self.driver.find_elements("css selector", selector) if element.is_displayed()]

    def until(self, condition: Any, pause: float = 0.1) -> Any:
        """What a condition gives once it holds, looked at with a pause between. Fails at the deadline."""
        from selenium.common.exceptions import StaleElementReferenceException
        from selenium.webdriver.support.ui import WebDriverWait

        wait = WebDriverWait(self.driver, DEADLINE, pause, ignored_exceptions=[StaleElementReferenceException])
        return wait.until(lambda _: condition())

    def _look(self, what: str) -> Any:
        """A property of the annotation in the editor."""
        return self.driver.execute_script(f"return Htx.annotationStore.selected.{what}")

    def _count_on(self, what: str, act: Callable[[], None]) -> None:
        """Acts until the editor counts one thing more: now and then it swallows a click."""
        before = self._look(what)

        def counted() -> bool:
            if self._look(what) == before:
                act()
            return bool(self._look(what) == before + 1)

        self.until(counted, pause=1)

    def _find(self, words: str, occurrence: int) -> list[int]:
        """Where words are, once they have come to rest there."""
        places: list[Any] = [None]

        def rests() -> bool:
            places.append(self.driver.execute_script(_FIND, words, occurrence))
            return bool(places[-1] == places[-2])

        self.until(rests)
        assert places[-1], f"the text has no {words}"
        return list(places[-1])

    def _click(self, words: str, occurrence: int) -> None:
        x, y, _, _ = self._find(words, occurrence)
        self._mouse((x + 3, y))

    def _drag(self, words: str, occurrence: int) -> None:
        x1, y1, x2, y2 = self._find(words, occurrence)
        self._mouse((x1 + 1, y1), (x2 - 1, y2))

    def _mouse(self, *points: tuple[int, int]) -> None:
        """Presses the button at the first point and lets it go at the last."""
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        actions: Any = ActionBuilder(self.driver, duration=50)
        actions.pointer_action.move_to_location(*points[0])
        actions.pointer_action.pointer_down()
        for point in points[1:]:
            actions.pointer_action.move_to_location(*point)
        actions.pointer_action.pointer_up()
        actions.perform()

    def _hover(self, element: Any) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).move_to_element(element).perform()

    def _pick(self, trigger: Any, option: str) -> None:
        trigger.click()
        self.one(f"[data-testid='select-option-{option}']").click()

        def closed() -> bool:
            if trigger.get_attribute("aria-expanded") == "true":  # a list of several values stays open
                trigger.click()
            return bool(trigger.get_attribute("aria-expanded") == "false")

        self.until(closed, pause=0.5)
