"""Everything that stands between Textual and the terminal.

The only package that touches private names of Textual (8.2.8, pinned exactly). `private_names`
lists them with the reasons; `output.self_test` refuses the start when one of them changed.

    environment   before Textual is imported: variables, umask, terminal, UTF-8
    output        the filter under the renderer
    stdin         bytes from the terminal made harmless: decoding and pastes
    driver        reads and writes the terminal, notices when it is gone
    in_turn       keys that came in one burst, one after the other
    app           GuardedApp with the house rules, and `run`

This module imports nothing, so that the checks of `environment` stay free of Textual.
"""
