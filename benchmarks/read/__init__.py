"""Readers side by side: pages per second and exact cells on ruled PDFs, memory, scans, and the check of a PDF."""
