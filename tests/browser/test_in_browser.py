"""What the browser tests see by, on a page that changes while it is looked at."""

from __future__ import annotations

import pytest
from in_browser import chromium, new_page, see

pytestmark = pytest.mark.needs("chromium")

REDRAWN_EIGHTY_TIMES = """
<div id="output"></div>
<script>
  const output = document.getElementById("output");
  let drawn = 0;
  function draw() {
    const picture = document.createElement("canvas");
    picture.width = picture.height = 200;
    const image = new Image();
    image.alt = "drawn " + drawn;
    image.src = picture.toDataURL();
    output.replaceChildren(image);
    if (++drawn < 80) requestAnimationFrame(draw);
  }
  draw();
</script>
"""


def test_a_picture_is_seen_although_a_widget_draws_it_again() -> None:
    with chromium() as browser, new_page(browser, "redrawn") as page:
        page.set_content(REDRAWN_EIGHTY_TIMES)
        assert see(page.get_by_role("img")).startswith(b"\x89PNG")
