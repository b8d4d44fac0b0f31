"""Sphinx's settings for the course's website; `autograder site` runs it."""

project = "From the perceptron to backpropagation"
author = "The authors of the course"
copyright = "the authors of the course; texts CC BY 4.0, code BSD 3-Clause"
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinxcontrib.bibtex",
    "autograder.site.maths",
    "autograder.site.extension",
    "autograder.site.styles",
]
exclude_patterns = ["notebooks", "_static"]
root_doc = "index"

# Lessons are plain CommonMark with maths; the site's own pages use a few marks more.
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist"]
myst_heading_anchors = 4
myst_dmath_double_inline = True
nb_execution_mode = "off"  # figures and outputs are those stored in solutions/
nb_ipywidgets_js = {}  # they would come from a third party
nb_merge_streams = True

# utils: numpy's style of docstrings; single backquotes mean code.
default_role = "code"
autodoc_typehints = "none"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_param = False
napoleon_use_ivar = True
add_module_names = False
toc_object_entries_show_parents = "hide"

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "plain"

html_math_renderer = "katex"

copybutton_selector = "div.cell_input div.highlight pre, div.highlight-bash pre, div.highlight-python pre"

templates_path = ["_templates"]
html_theme = "pydata_sphinx_theme"
html_title = "From the perceptron to backpropagation"
html_short_title = "Perceptron to backpropagation"
html_favicon = "_static/favicon.svg"
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"}), ("moving.js", {"type": "module"})]
html_show_sourcelink = False
html_scaled_image_link = False  # a picture with a size is not a link to itself
html_copy_source = False
html_use_index = False
html_domain_indices = False
html_show_sphinx = False
without_sidebar = ["index", "playground", "glossary", "start", "activations", "errata", "references", "ta", "search"]
html_sidebars = {name: [] for name in without_sidebar}
html_theme_options = {
    "logo": {"text": "Neural networks"},
    "navbar_align": "left",
    "header_links_before_dropdown": 4,
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "back_to_top_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "search_bar_text": "Search the course",
}
