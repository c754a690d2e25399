"""The command line: one short function a verb. Parse, call, print, exit code; nothing else is decided here.

The only place that catches an EditionError. Heavy modules are imported by the verbs, so that `edition --help` is quick.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from edition.errors import INTERRUPTED, USAGE, EditionError, UsageError
from edition.version import __version__

if TYPE_CHECKING:
    from edition.model import Report
    from edition.project import Project

Verb = Callable[[argparse.Namespace], int]
OUTPUTS = ("pdf", "epub", "html")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `edition`. Returns the exit code: 0, or as errors.py has it."""
    options = parser().parse_args(arguments)
    if options.verb is None:
        parser().print_help()
        return USAGE
    try:
        verb: Verb = options.run
        return verb(options)
    except EditionError as error:
        return failed(error, options)
    except KeyboardInterrupt:
        print("\ninterrupted: the last good files are untouched", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone (| head)
        sys.stderr.close()
        return 0
    except OSError as error:
        from edition.files import refused

        return failed(refused(Path(error.filename or "."), error), options)
    except RecursionError:
        return failed(EditionError("the document is nested too deeply for this program", hint="Flatten it, or report this with the document."), options)


def failed(error: EditionError, options: argparse.Namespace) -> int:
    """Say what stopped the run, to people or as JSON."""
    if getattr(options, "json", False):
        print(json.dumps({"version": 1, "findings": [], "error": {"message": error.message, "hint": error.hint, "exit": error.exit_code}}, ensure_ascii=False, indent=1))
    else:
        print(f"error: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  help: {error.hint}", file=sys.stderr)
    return error.exit_code


def told(report: Report, options: argparse.Namespace, *, files: bool = True) -> int:
    """Print what a verb did; 1 if errors stand."""
    from edition import report as printing

    if options.json:
        content = {
            "version": 1, "findings": [found.to_json() for found in report.findings], "written": [str(path) for path in report.written],
            "messages": list(report.said),
        }  # fmt: skip
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        if report.findings:
            print(printing.report(report.findings, getattr(options, "format", "full")), end="", file=sys.stderr if files else sys.stdout)
        for line in report.said:
            print(line)
        for path in report.written if files else ():
            print(path)
    return 1 if report.errors else 0


def projects(names: Sequence[str]) -> list[Project]:
    """The editions that are named, or all of the project around this folder."""
    from edition import places, project

    here = Path.cwd()
    folders = [places.edition(name, here) for name in names] or places.editions(here)
    return [project.read(places.near(folder)) for folder in folders]


def is_file(name: str) -> bool:
    """Whether a name means a file rather than an edition."""
    if Path(name).is_file():
        return True
    from edition.places import looks_like_a_file

    return looks_like_a_file(name)


def run_new(options: argparse.Namespace) -> int:
    from edition import pipeline

    report = pipeline.new(Path(options.folder), documents=Path(options.source) if options.source else None)
    code = told(report, options)
    if not options.json and not code:
        print(f"\nNow:  cd {shlex.quote(options.folder)} && edition build")
    return code


def run_ingest(options: argparse.Namespace) -> int:
    from edition import ingest, pipeline
    from edition.model import Report

    if options.name and is_file(options.name):
        out = Path(options.out or ".")
        done = [pipeline.ingest_file(Path(options.name), out, overwrite=options.overwrite, write=not options.dry_run, encoding=options.encoding)]
    else:
        _of_one_text(options)
        (project,) = _one(options)
        done = pipeline.ingest_edition(project, seeds=_seeds(options), overwrite=options.overwrite, write=not options.dry_run)
    if options.explain:
        for one in done:
            if one.document.path.name == "edition.xml":
                continue
            print(f"{one.source}:")
            print("\n".join(ingest.explain(one)) or "  (TEI: taken as it is)")
    findings = tuple(found for one in done for found in one.findings)
    return told(Report(tuple(path for one in done for path in one.written), findings), options)


def run_record(options: argparse.Namespace) -> int:
    from edition import draft
    from edition.model import Report

    one = draft.named(options.name, seeds=_seeds(options))
    seen = draft.looked_at(one, options.encoding)
    if options.lines:
        return told(Report(said=tuple(draft.lines(seen))), options)
    text = draft.draft(one, seen)
    if options.write:
        return told(Report((draft.write(one, text, overwrite=options.overwrite),)), options)
    return told(Report(said=tuple(text.splitlines())), options)


def run_review(options: argparse.Namespace) -> int:
    from edition import report as printing
    from edition.reviewing import names, orders, terminal

    page = options.html or ""
    if page and not page.lower().endswith((".html", ".htm", ".xhtml")):  # `--html letter`: the document
        options.names, page = [*options.names, page], ""
    told = orders.Orders(tuple(options.accept), tuple(options.reject), tuple(options.accept_id), tuple(options.reject_id))
    desks = [desk.spread() for desk in names.desks(options.names, seeds=_seeds(options), out=Path(options.out) if options.out else None)]
    orders.checked(told, desks)
    if options.html is not None:
        print("\n".join(map(str, orders.pages(desks, Path(page) if page else None))) or "there is nothing to show")
        return 0
    if options.diff:
        made, said = orders.diffs(desks, told)
        print(made, end="")
        print("\n".join(said), end="\n" if said else "", file=sys.stderr)
        return 0
    if options.list:
        print("\n".join(orders.listed(desks)) or "nothing waits for a decision")
        return 0
    stopped = False
    if told or options.apply or not options.json:
        carried = sum([desk.executed() for desk in desks])
        if carried and not options.json:
            print(f"{carried} {'decision' if carried == 1 else 'decisions'} of the queue {'was' if carried == 1 else 'were'} carried out")
        try:
            if told:
                orders.carry_out(told, desks)
            elif not options.apply and not options.json:
                terminal.session(desks, terminal.terminal(sys.stdin, sys.stdout))
        except KeyboardInterrupt:
            stopped = True
            print()
    if options.json:
        print(json.dumps(orders.as_json(desks), ensure_ascii=False, indent=1))
    else:
        if findings := [found for desk in desks for found in desk.findings]:
            print(printing.report(findings), end="", file=sys.stderr)
        print(terminal.summary(desks) if any(desk.left or desk.counts.total() for desk in desks) else "nothing waits for a decision")
    return INTERRUPTED if stopped else 1 if orders.errors(desks) else 0


def run_names(options: argparse.Namespace) -> int:
    from edition import candidates, pipeline

    (project,) = _one(options)
    found = pipeline.name_candidates(project, seeds=_seeds(options))
    if options.json:
        print(candidates.as_json(found))
    elif options.csv:
        print(candidates.as_csv(found), end="")
    elif options.draft:
        print(candidates.as_draft(found, project.authority), end="")
    else:
        print(candidates.as_table(found) or "nothing found")
    return 0


def run_check(options: argparse.Namespace) -> int:
    from edition import checking, schemas

    files = tuple(Path(name) for name in options.names if is_file(name) or (Path(name).is_dir() and not _is_edition(name)) or checking.is_pattern(name))
    names = [name for name in options.names if Path(name) not in files]
    form = checking.format_named(options.format, options.output or "", json=options.json)
    loose, ours = (checking.selection(each, select=options.select, ignore=options.ignore, profile=options.profile) for each in ("tei", "edition"))
    order = checking.Order(
        files, tuple(projects(names)) if names or not files else (), schemas.find(options.schema, kinds=(schemas.RNG,)) if options.schema else None, loose, ours,
        accepted=Path(options.accepted) if options.accepted else None, remember=not options.no_cache, elements=form == "html",
        schematron=tuple(schemas.find(name) for name in options.schematron),
    )  # fmt: skip
    mends = options.fix or options.diff
    if options.unsafe_fixes and not mends:
        raise UsageError("--unsafe-fixes alone changes nothing", hint="Add --diff to see what it would change, or --fix to make the changes.")
    if mends:
        from edition import fixing
        from edition.model import Report

        mended = fixing.fix(
            list(files), order.editions, schema=order.schema, schematron=order.schematron, loose=order.loose, ours=order.ours, accepted=options.accepted or "", unsafe=options.unsafe_fixes, write=not options.diff
        )  # fmt: skip
        if options.diff:
            if options.json:
                told(Report(said=(mended.diff, *mended.would)), options)
            else:
                print(mended.diff, end="")
                print("\n".join(mended.would), file=sys.stderr)
            return 1 if mended.changed else 0
    outcome = checking.check(order)
    if options.accept_all:
        outcome = checking.accept_all(outcome, Path(options.accept_all), options.reason)
    if mends:
        outcome = replace(outcome, said=(*outcome.said, *mended.told(outcome.findings)))
    checking.tell(outcome, form, Path(options.output) if options.output else None)
    return checking.exit_code(outcome, strict=options.strict)


def run_schema(options: argparse.Namespace) -> int:
    from edition import schemas, storing

    if options.order == "add":
        lines = storing.added(schemas.add(Path(options.name), options.named, address=options.address, replace=options.replace))
    else:
        lines = storing.described(options.name) if options.order == "info" else storing.listed()
    if options.json:
        print(json.dumps({"version": 1, "schemas": storing.as_json(options.name if options.order != "list" else "")}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines))
    return 0


def run_explain(options: argparse.Namespace) -> int:
    from edition import catalogue

    print(catalogue.explain(options.code))
    return 0


def run_publish(options: argparse.Namespace) -> int:
    from edition import pipeline

    if options.name and is_file(options.name):
        path = Path(options.name)
        return told(pipeline.publish_file(path, Path(options.out) if options.out else path.parent, only=options.only, witness=options.witness, odd=options.odd), options)
    (project,) = _one(options)
    out = Path(options.out) if options.out else None
    return told(pipeline.publish_edition(project, out, only=options.only, witness=options.witness, odd=options.odd), options)


def run_archive(options: argparse.Namespace) -> int:
    from edition import pipeline

    (project,) = _one(options)
    return told(pipeline.archive_edition(project, out=Path(options.out) if options.out else None, seeds=_seeds(options)), options)


def run_verify(options: argparse.Namespace) -> int:
    from edition import pipeline
    from edition.model import Report
    from edition.reviewing import names

    report = Report()
    for said in options.names or [""]:
        name = str(names.tei_of(said) or said)
        if name and is_file(name):
            report += pipeline.verify_file(Path(name), source=Path(options.source) if options.source else None)
        else:
            for project in projects([name] if name else []):
                if name or (project.tei.is_dir() and any(project.tei.glob("*.xml"))):
                    report += pipeline.verify_edition(project, seeds=_seeds(options))
    return told(report, options)


def run_adopt(options: argparse.Namespace) -> int:
    from edition import pipeline
    from edition.reviewing import names

    name = str(names.tei_of(options.name or "") or options.name or "")
    if name and is_file(name):
        source = Path(options.source) if options.source else None
        return told(pipeline.adopt_file(Path(name), source=source, seeds=_seeds(options), write=not options.dry_run), options)
    (project,) = _one(options)
    return told(pipeline.adopt_edition(project, seeds=_seeds(options), write=not options.dry_run), options)


def run_build(options: argparse.Namespace) -> int:
    from edition import pipeline
    from edition.model import Report

    if options.name and is_file(options.name):
        path = Path(options.name)
        return told(pipeline.build_file(path, Path(options.out) if options.out else path.parent, overwrite=options.overwrite, only=options.only, encoding=options.encoding), options)
    _of_one_text(options)
    report = Report()
    left: list[EditionError] = []
    here = projects([options.name] if options.name else [])
    for project in here:
        try:
            report += pipeline.build_edition(project, seeds=_seeds(options), overwrite=options.overwrite, only=options.only)
        except EditionError as error:
            left.append(error)
            if options.name or len(left) == len(here) or not pipeline.texts_absent(error):
                raise
            print(f"{project.id}: not built: {error.message}\n  help: {error.hint}", file=sys.stderr)
    return told(report, options)


def run_doctor(options: argparse.Namespace) -> int:
    from edition import doctor

    return doctor.main(as_json=options.json)


def _one(options: argparse.Namespace) -> list[Project]:
    found = projects([options.name] if options.name else [])
    if len(found) > 1:
        raise EditionError("there are several editions here: name one", hint="Known: " + ", ".join(project.id for project in found) + ".")
    return found


def _of_one_text(options: argparse.Namespace) -> None:
    """Raises EditionError for --encoding with an edition: one name for the bytes of all its texts would be wrong for some, and must not be forgotten unsaid."""
    if options.encoding:
        raise UsageError(
            f'--encoding "{options.encoding}" is for one file, and this is an edition: nothing was read',
            hint=f"Say  encoding = {json.dumps(options.encoding)}  under [source] in the record of the text that needs it.",
        )


def _is_edition(name: str) -> bool:
    from edition.project import FILE

    return (Path(name) / FILE).is_file() or (Path(name) / "seeds").is_dir()


def _seeds(options: argparse.Namespace) -> Path | None:
    return Path(options.seeds) if options.seeds else None


def parser() -> argparse.ArgumentParser:
    """All verbs with their options, help and an example each."""
    top = argparse.ArgumentParser(
        prog="edition", description="Documents as they are found, to TEI with every repair on record, and from TEI to PDF, EPUB and a deposit.",
        epilog="edition VERB --help says more of each. The shortest use:  edition build letter.docx --out made",
    )  # fmt: skip
    top.add_argument("--version", action="version", version=f"edition {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB")

    def verb(name: str, run: Verb, words: str, example: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".", epilog=f"Example: {example}")
        made.set_defaults(run=run)
        made.add_argument("--json", action="store_true", help="report as JSON")
        return made

    def seeds(made: argparse.ArgumentParser) -> None:
        made.add_argument("--seeds", metavar="FOLDER", help="where documents lie that are not in the project (else EDITION_SEEDS)")

    def only(made: argparse.ArgumentParser) -> None:
        made.add_argument("--only", action="append", default=[], choices=OUTPUTS, help="make only this (may be given again); html, a web page of one file, is made only so")

    new = verb("new", run_new, "start an edition that builds at once", "edition new letters --from ~/transcripts")
    new.add_argument("folder", metavar="DIR", help="a folder that is not there yet")
    new.add_argument("--from", dest="source", metavar="FOLDER", help="take the documents in this folder, in the order of their names")

    ingest = verb("ingest", run_ingest, "make TEI of documents, every repair on record", "edition ingest letter.docx --out made")
    ingest.add_argument("name", nargs="?", metavar="EDITION|FILE", help="an edition (id or folder), or one document")
    ingest.add_argument("--out", metavar="DIR", help="for one document: where the TEI goes")
    ingest.add_argument("--encoding", metavar="NAME", default="", help="for one plain text that does not tell its encoding: cp1252, iso8859-1 …")
    ingest.add_argument("--overwrite", action="store_true", help="also replace TEI that was edited by hand")
    ingest.add_argument("--explain", action="store_true", help="print what each block was taken for, and why")
    ingest.add_argument("--dry-run", action="store_true", help="do everything but write")
    seeds(ingest)

    record = verb("record", run_record, "draft the record of a document from what was detected", "edition record letter --write")
    record.add_argument("name", metavar="NAME|FILE", help="a document of an edition (letter, or letters/letter), or a file")
    record.add_argument("--write", action="store_true", help="write it beside the document, or into the edition, instead of printing it")
    record.add_argument("--overwrite", action="store_true", help="with --write: replace the record that is there")
    record.add_argument("--lines", action="store_true", help="print the text instead, with its line numbers, and what each block was taken for, and how sure that is")
    record.add_argument("--encoding", metavar="NAME", default="", help="for one plain text that does not tell its encoding: cp1252, iso8859-1 …")
    seeds(record)

    review = verb("review", run_review, "decide on the proposals that wait", "edition review letters")
    review.add_argument("names", nargs="*", metavar="EDITION|NAME|FILE", help="an edition, a document of it, or a source, TEI or queue (default: all that waits here)")
    review.add_argument("--accept", action="append", default=[], metavar="RULE", help="accept all of a rule (may be given several times)")
    review.add_argument("--reject", action="append", default=[], metavar="RULE", help="reject all of a rule")
    review.add_argument("--accept-id", action="append", default=[], metavar="ID", help="accept one")
    review.add_argument("--reject-id", action="append", default=[], metavar="ID", help="reject one")
    review.add_argument("--apply", action="store_true", help="only carry out the decisions that were written into the queue")
    review.add_argument("--list", action="store_true", help="list what waits; decide nothing")
    review.add_argument("--diff", action="store_true", help="print what waits as a patch of the source; decide nothing")
    review.add_argument("--html", nargs="?", const="", metavar="FILE", help="write a page with source and reading view side by side; decide nothing")
    review.add_argument("--out", metavar="DIR", help="for one document of no edition: where its TEI went")
    seeds(review)

    names = verb("names", run_names, "list names in the texts that authority.toml does not know, the most frequent first", "edition names sample --draft")
    names.add_argument("name", nargs="?", metavar="EDITION", help="id or folder")
    names.add_argument("--csv", action="store_true", help="as a table for OpenRefine")
    names.add_argument("--draft", action="store_true", help="as entries for authority.toml, to be mended")
    seeds(names)

    check = verb("check", run_check, "check TEI files, folders or editions", "edition check tei/")
    check.add_argument("names", nargs="*", metavar="EDITION|FILE|FOLDER", help="what to check; also a pattern in quotation marks: \"tei/**/*.xml\" (default: all editions here)")
    check.add_argument("--schema", metavar="PATH|NAME", help="a RELAX NG schema (.rng) to judge by, or the name of one that was stored (default: tei_all, which is built in)")
    check.add_argument("--schematron", action="append", default=[], metavar="PATH|NAME", help="rules of the project: a Schematron (.sch), or a .rng or .odd that holds one (may be given several times)")
    check.add_argument("--select", action="append", default=[], metavar="CODES", help="look only for these codes and families: XML,RNG,ATT001 (may be given several times)")
    check.add_argument("--ignore", action="append", default=[], metavar="CODES", help="do not look for these")
    check.add_argument("--profile", default="", metavar="NAME", help="tei (default for files), edition (default for editions), deposit, drama or print")
    check.add_argument("--accepted", metavar="FILE", help="a TOML file with [[accepted]] code, at, reason, beside that of the edition")
    check.add_argument("--accept-all", metavar="FILE", help="write an answer to everything that is found into a new file, for --accepted")
    check.add_argument("--reason", metavar="TEXT", default="", help="with --accept-all: the reason of these answers")
    check.add_argument("--format", metavar="FORMAT", default="", help="full (with the source line), concise, json, github, sarif or html")
    check.add_argument("--output", metavar="FILE", help="write the report into a file; .html, .sarif and .json name its format")
    check.add_argument("--strict", action="store_true", help="exit with 1 for queries too")
    check.add_argument("--no-cache", action="store_true", help="of a collection: check every file anew, and remember nothing")
    check.add_argument("--fix", action="store_true", help="put right what can be put right safely: tags and attributes, never a word of the text")
    check.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: also what was only probably meant")
    check.add_argument("--diff", action="store_true", help="with either, or alone: show what would be changed, and change nothing")

    schema = verb("schema", run_schema, "keep schemas under a name, for --schema, --schematron and the addresses that files name", "edition schema add project.rng --name house")
    schema.add_argument("order", choices=("add", "list", "info"), help="put one there, list all, or tell all of one")
    schema.add_argument("name", nargs="?", default="", metavar="FILE|NAME", help="the file to be added; the name, or the file, to be told of")
    schema.add_argument("--name", dest="named", metavar="NAME", default="", help="with add: what to call it (default: the name of the file)")
    schema.add_argument("--address", metavar="URL", default="", help="with add: files whose xml-model names this address mean it")
    schema.add_argument("--replace", action="store_true", help="with add: put it in the place of another one of that name")

    explain = verb("explain", run_explain, "say what a finding means, with a bad and a good example", "edition explain REF002")
    explain.add_argument("code", metavar="CODE", help="such as REF002")

    publish = verb("publish", run_publish, "make PDF and EPUB from TEI", "edition publish poem.xml --out made")
    publish.add_argument("name", nargs="?", metavar="EDITION|FILE.xml", help="an edition, or any TEI file")
    publish.add_argument("--out", metavar="DIR", help="where they go (default: build/EDITION, or beside the file)")
    publish.add_argument("--odd", default="", metavar="FILE", help="models of your own over those of the program, in an ODD (docs/odd.md)")
    publish.add_argument("--witness", default="", metavar="ID", help="the text of one witness: its readings in place of the lemmata")
    only(publish)

    archive = verb("archive", run_archive, "pack an edition for an archive (a BagIt bag); refused while errors stand", "edition archive sample")
    archive.add_argument("name", nargs="?", metavar="EDITION", help="id or folder")
    archive.add_argument("--out", metavar="DIR", help="where the package goes (default: build/EDITION/deposit)")
    seeds(archive)

    verify = verb("verify", run_verify, "regenerate the sources from the TEI and its log, and look through the package", "edition verify sample")
    verify.add_argument("names", nargs="*", metavar="EDITION|NAME|FILE.xml", help="an edition, a document of it, or a TEI file (default: all editions here)")
    verify.add_argument("--source", metavar="PATH", help="for one file: where its source is")
    seeds(verify)

    adopt = verb("adopt", run_adopt, "take edits made by hand in the TEI into the records", "edition adopt tei/letters/letter.xml --dry-run")
    adopt.add_argument("name", nargs="?", metavar="EDITION|NAME|FILE.xml", help="an edition (all of its TEI that was edited), a document of it, or one TEI file")
    adopt.add_argument("--source", metavar="PATH", help="for one file of no edition: where its source is")
    adopt.add_argument("--dry-run", action="store_true", help="say what would be taken; write nothing")
    seeds(adopt)

    build = verb("build", run_build, "all of it: TEI, PDF, EPUB, deposit; of an edition or of one document", "edition build letter.docx --out made")
    build.add_argument("name", nargs="?", metavar="EDITION|FILE", help="an edition (default: all here), or one document")
    build.add_argument("--out", metavar="DIR", help="for one document: where everything goes")
    build.add_argument("--encoding", metavar="NAME", default="", help="for one plain text that does not tell its encoding: cp1252, iso8859-1 …")
    build.add_argument("--overwrite", action="store_true", help="also replace TEI that was edited by hand")
    seeds(build)
    only(build)

    verb("doctor", run_doctor, "say what is installed, what is missing, and how to get it", "edition doctor")
    return top


if __name__ == "__main__":
    sys.exit(main())

