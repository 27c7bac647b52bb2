"""What is kept between builds: looked for, verified, else made anew, by one build at a time."""
