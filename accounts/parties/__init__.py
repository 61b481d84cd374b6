"""Parties: companies, state bodies, armed groups and people who hold, work or control deposits."""
