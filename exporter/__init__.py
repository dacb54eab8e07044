"""What the checks see, served as metrics of Prometheus; read-only."""
