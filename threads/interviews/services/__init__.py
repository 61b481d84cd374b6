"""Every change to interviews, a file for each part of their life.

Locks are taken in this order: interview, question, answer. Texts are rendered and screened before any of them.
"""
