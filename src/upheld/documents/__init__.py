"""Documents: text out of files and formats, with the place of everything.

Read `positioned.locate`: a YAML file in, a checked model with line and column out, or every
error of the file at once. `problem` is how a model's validator speaks two languages;
`json_schema` helps editors; `django_session` reads one format that hides a person's key. `files`
takes text out of files that people keep (workbooks, documents, PDF, mail, tables, pictures).
"""
