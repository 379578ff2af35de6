"""What is personal here? `names` answers for names of columns, in Japanese and in English."""
