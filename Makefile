# Each target is a script of the same name in scripts/; each installs what it lacks.
.PHONY: help run test check dev clean

help:
	@echo "make run     build what is not built yet and serve it at http://127.0.0.1:3000"
	@echo "             (DATABASE_URL=postgres://… make run serves from PostgreSQL)"
	@echo "make test    every test: format, lints, unit, store, server, wasm and browser tests"
	@echo "make check   the fast part of it, without the browser"
	@echo "make dev     serve, rebuild on save and reload the browser"
	@echo "make clean   remove what was built here (the tools in ~/.cache/lishu and data/ stay)"

run test check dev:
	@scripts/$@

clean:
	rm -rf target scripts/node_modules end2end/node_modules end2end/test-results end2end/playwright-report
