using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>The part of <c>score</c> for models of time series: its options, and the scores and segments of rows.</summary>
/// <param name="context">The terminal, and the cancellation token.</param>
internal sealed class SeriesScore(CommandContext context)
{
    private readonly SeriesOptions series = new(isTraining: false);

    private readonly Option<bool> causal = new("--causal")
    {
        Description =
            "Score a row by the rows up to it, as in a stream, instead of by all windows that contain it; models of time series only",
    };

    private readonly Option<string?> segments = OptionFactory.Text(
        "--segments",
        "FILE.csv",
        "Also write each event to this file, from runs of rows above the threshold: its first, last and peak row (from 1) and time, and the channels that "
            + "raise its score most; models of time series only"
    );

    private readonly Option<bool> expected = new("--expected")
    {
        Description =
            "Also write the value that the model expects in each channel, and its uncertainty (a standard deviation); models of time series only",
    };

    private const int MostNamesShown = 5;

    private SegmentWriter? found;
    private int segmentCount;

    public SeriesOptions Columns => series;

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        series.AddTo(command);
        command.Add(causal, segments, expected);
    }

    /// <summary>Refuses the options for a model of something else.</summary>
    /// <exception cref="CommandException">One of the options is given.</exception>
    public void Refuse(ParseResult parse, VaeModel model) => series.Refuse(parse, model, causal, segments, expected);

    /// <summary>Returns the names of the options that the user gave for more columns of the results.</summary>
    public IEnumerable<string> OfAllRows(CommandResult result) => result.Given(segments, expected);

    /// <summary>Returns whether expected values are written.</summary>
    public bool HasExpected(ParseResult parse) => parse.GetValue(expected);

    /// <summary>Writes the scores of the rows, and the segments if the user asks for them.</summary>
    /// <returns>The number of rows.</returns>
    /// <exception cref="CommandException">A file cannot be written.</exception>
    public long Write(
        ParseResult parse,
        string? path,
        MLContext ml,
        VaeModel model,
        SeriesInferenceRows rows,
        StepResults results
    )
    {
        var segmentsPath = parse.GetValue(segments);
        if (segmentsPath is not null)
        {
            CsvTable.CheckWritable(segmentsPath, rows.Path, path);
            if (IdvFile.IsIdv(path))
            {
                throw new CommandException(
                    $"--segments needs scores as CSV, but --out is '{path}'. Pass a name that does not end in .idv."
                );
            }
        }

        SortedSet<string> unknown = new(StringComparer.Ordinal);
        if (!IdvFile.IsIdv(path))
        {
            results = WithUnknownSeries(results, model.Manifest.Series!, rows.Table, unknown);
        }

        found = path is null || IdvFile.IsIdv(path) ? null : NewSegments(model, rows);
        var count = StepOutput.Write(
            path,
            context,
            ml,
            rows,
            ml.Transforms.VaeScoreSeries(
                ScoreWriter.ScoreColumn,
                rows.ColumnNames,
                model,
                rows.Table.ScoreOptions with
                {
                    IsCausal = parse.GetValue(causal),
                    PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn,
                    ContributionsColumnName = ScoreWriter.ContributionsColumn,
                    RowExcessColumnName = found is null ? null : SegmentWriter.RowExcessColumn,
                    ExpectedColumnName = HasExpected(parse) ? ScoreWriter.ExpectedColumn : null,
                    UncertaintyColumnName = HasExpected(parse) ? ScoreWriter.UncertaintyColumn : null,
                }
            ),
            found is null ? results : WithSegments(results, found)
        );
        // Before the first line is printed: a reader such as head can end the process by then.
        if (segmentsPath is not null)
        {
            segmentCount = found!.Write(segmentsPath);
        }

        foreach (
            var warning in SeriesSteps.Warnings(
                new CsvTableView(rows.Csv, [.. rows.Table.Columns.Except(rows.Table.Channels)]),
                rows.Table,
                model.Manifest.Series!,
                "Each of these rows is scored without those before it. Score them with a model that was trained on series of such steps only.",
                "Their windows last longer or shorter than those of the training, or have few values, so that normal rows can be above the threshold. Pass rows at the times of the training, or train a model on rows like these."
            )
        )
        {
            context.Terminal.Warn(warning);
        }

        if (unknown.Count > 0)
        {
            context.Terminal.Warn(
                $"The training had no rows, or fewer than two windows, of {Counted(unknown.Count)}, so that the common scale of all series is used: {string.Join(", ", unknown.Take(MostNamesShown).Select(name => $"'{name}'"))}{(unknown.Count > MostNamesShown ? ", …" : "")}. Train again with more rows of them if their levels are others."
            );
        }

        return count;
    }

    /// <summary>Prints the segments with the highest scores in the rows of a file; none if the model is not of time series.</summary>
    /// <param name="context">The terminal, and the cancellation token.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="path">The file with the rows.</param>
    /// <param name="sorts">Whether the rows are in another order, and are sorted first.</param>
    public static void PrintSegments(CommandContext context, string folder, string path, bool sorts)
    {
        using var model = VaeModel.Open(folder);
        if (InferenceRows.Open(model, path, new() { Sorts = sorts }) is not SeriesInferenceRows rows)
        {
            return;
        }

        MLContext ml = new();
        var segments = NewSegments(model, rows);
        var step = ml.Transforms.VaeScoreSeries(
            ScoreWriter.ScoreColumn,
            rows.ColumnNames,
            model,
            rows.Table.ScoreOptions with
            {
                PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn,
                ContributionsColumnName = ScoreWriter.ContributionsColumn,
                RowExcessColumnName = SegmentWriter.RowExcessColumn,
            }
        );
        var none = StepResults.Of(new ScoreWriter(keepScores: false, slotNames: null));
        StepOutput.Write(null, context, ml, rows, step, WithSegments(none, segments));
        Print(context, segments);
    }

    private static SegmentWriter NewSegments(VaeModel model, SeriesInferenceRows rows) =>
        new(rows, model.Manifest.Series!);

    private static void Print(CommandContext context, SegmentWriter segments)
    {
        var (header, lines) = segments.MostUnusual(UnusualRows.DefaultCount);
        if (lines.Count > 0)
        {
            context.Terminal.WriteTable("most unusual segments, above the threshold", header, lines);
        }
    }

    private static string Counted(int count) =>
        count == 1 ? "this series" : FormattableString.Invariant($"these {count} series");

    /// <summary>Collects the names of series that have no scale of their own in a model where series have one.</summary>
    private static StepResults WithUnknownSeries(
        StepResults results,
        VaeSeries series,
        SeriesTable table,
        SortedSet<string> unknown
    ) =>
        series.SeriesWithOwnScale is not { } own || table.Series is not { Name: var column }
            ? results
            : results with
            {
                Columns = [.. results.Columns.Union([column])],
                Bind = row =>
                {
                    var write = results.Bind(row);
                    var name = CurrentValue.Of<ReadOnlyMemory<char>>(row, row.Schema[column]);
                    return csv =>
                    {
                        write(csv);
                        if (name().ToString() is var text && !own.Contains(text))
                        {
                            unknown.Add(text);
                        }
                    };
                },
            };

    /// <summary>Prints the segments of the rows that were scored.</summary>
    public void PrintSegments(ParseResult parse)
    {
        if (found is null)
        {
            return;
        }

        Print(context, found);
        if (parse.GetValue(segments) is { } path)
        {
            context.Terminal.WriteLine(FormattableString.Invariant($"segments: {segmentCount}, in {path}"));
        }
    }

    private static StepResults WithSegments(StepResults results, SegmentWriter segments) =>
        results with
        {
            Columns = [.. results.Columns.Union(segments.Columns)],
            Bind = row =>
            {
                var write = results.Bind(row);
                var watch = segments.Watch(row);
                return csv =>
                {
                    write(csv);
                    watch();
                };
            },
        };
}
