"""What is shown: charts, articles with their finds marked, evidence, and the widgets that filter them."""
