"""Tells the team in Telegram and takes its answers. Knows the monitor, never the other way round."""

from bot.aiogram_import import load

load()
