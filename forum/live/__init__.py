"""What happens, as it happens: ids over server-sent events. docs/live.md tells what is sent to whom."""
