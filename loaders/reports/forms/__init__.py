"""Forms of single projects: target forms and self-evaluation forms."""
