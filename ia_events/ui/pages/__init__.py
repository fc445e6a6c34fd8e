"""One module a page; window.PAGES names them."""
