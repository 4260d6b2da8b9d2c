"""Telling people, or other programs, that a site broke, or works again: once for each change."""

from crawler.alerts.alert import Alert
from crawler.alerts.channels import Channel, Command, Mail, SendError, Webhook
from crawler.alerts.sender import Sender

__all__ = ["Alert", "Channel", "Command", "Mail", "SendError", "Sender", "Webhook"]
