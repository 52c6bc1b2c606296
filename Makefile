.PHONY: run test bench lint

# One exec per recipe: a signal to make alone then reaches the only process there is.
run:
	@exec bin/run

test:
	@exec bin/test $(ARGS)

bench:
	@exec bin/bench $(ARGS)

lint:
	@exec bin/lint
