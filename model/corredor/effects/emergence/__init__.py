"""What carries an effect: the accounting of a case over mechanisms, and where in parameter space it holds."""
