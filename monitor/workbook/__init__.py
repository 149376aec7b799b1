"""Workbooks of mentions: at once, or by a process of their own while everything else goes on."""

from monitor.workbook.process import WorkbookError, written
from monitor.workbook.sheet import Column, Row, Sheet, filling, workbook

__all__ = ["Column", "Row", "Sheet", "WorkbookError", "filling", "workbook", "written"]
