"""What happens to a fetched page: archived, cleaned in another process, compared, stored."""
