using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>Fills the gaps of time series with expected values, for <c>impute</c>.</summary>
internal static class SeriesImpute
{
    private const string ExpectedColumn = "Expected";
    private const string UncertaintyColumn = "Uncertainty";

    // As many as profiles of numbers have.
    private const int MostDecimals = 6;

    /// <summary>Writes the rows with the missing cells of the channels filled.</summary>
    /// <param name="context">The terminal, and the cancellation token.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="ml">The ML.NET context.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="keptNames">The other columns of the file that are written; null for all.</param>
    /// <param name="hasUncertainties">True if the uncertainties of filled cells are written.</param>
    /// <returns>The numbers of rows, of filled cells and of cells that stay empty.</returns>
    public static (long Rows, long Filled, long Empty) Write(
        CommandContext context,
        string path,
        MLContext ml,
        VaeModel model,
        SeriesInferenceRows rows,
        string[]? keptNames,
        bool hasUncertainties
    )
    {
        long empty = 0;
        ImputedRowWriter writer = new(rows.Csv, WithDecimalsOf(rows.View(ml), rows.Table.Channels), keptNames)
        {
            HasUncertainties = hasUncertainties,
            BindColumn = (row, column, isUncertainty) =>
                [isUncertainty ? Bind(row, rows, column, true) : BindAndCount(row, column)],
        };
        var options = rows.Table.ScoreOptions with
        {
            ExpectedColumnName = ExpectedColumn,
            UncertaintyColumnName = UncertaintyColumn,
        };
        return context.Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar =>
            {
                var data = rows.View(ml, bar);
                using var step = ml
                    .Transforms.VaeScoreSeries(ScoreWriter.ScoreColumn, rows.ColumnNames, model, options)
                    .Fit(data);
                var expected = step.Transform(data);
                // Without the column of scores, the scorer does not run.
                using var cursor = expected.GetRowCursor([
                    expected.Schema[ExpectedColumn],
                    expected.Schema[UncertaintyColumn],
                ]);
                long rowCount = 0;
                CsvTable.Write(
                    path,
                    writer.Header(),
                    csv => rowCount = writer.Write([cursor], csv, context.CancellationToken)
                );
                return (rowCount, writer.FilledCount - empty, empty);
            }
        );

        Action<CsvHelper.CsvWriter> BindAndCount(DataViewRow row, CsvColumn column)
        {
            var write = Bind(row, rows, column, isUncertainty: false);
            var slot = Array.IndexOf(rows.ColumnNames, column.Name);
            var isEmpty = CurrentValue.Of<VBuffer<float>, bool>(
                row,
                row.Schema[ExpectedColumn],
                values => float.IsNaN(values.GetItemOrDefault(slot))
            );
            return csv =>
            {
                write(csv);
                empty += isEmpty() ? 1 : 0;
            };
        }
    }

    /// <summary>Returns the channels with more decimals than in training where the rows have more: what was a switch or a constant can have readings now.</summary>
    private static CsvColumn[] WithDecimalsOf(IDataView rows, IReadOnlyList<CsvColumn> channels)
    {
        CsvColumn[] found = [.. channels];
        int[] rounded =
        [
            .. channels
                .Index()
                .Where(channel => channel.Item.Schema is { Kind: VaeColumnKind.Number, Decimals: not null })
                .Select(channel => channel.Index),
        ];
        if (rounded.Length == 0)
        {
            return found;
        }

        using var cursor = rows.GetRowCursor(rounded.Select(i => rows.Schema[channels[i].Name]));
        Func<float>[] values = [.. rounded.Select(i => CurrentValue.Of<float>(cursor, rows.Schema[channels[i].Name]))];
        while (cursor.MoveNext())
        {
            foreach (var (place, i) in rounded.Index())
            {
                var schema = found[i].Schema;
                if (
                    schema is { Kind: VaeColumnKind.Number, Decimals: { } decimals }
                    && values[place]() is var value
                    && float.IsFinite(value)
                    && !Fits(value, decimals)
                )
                {
                    found[i] = found[i] with
                    {
                        Schema = schema with
                        {
                            Decimals = Enumerable
                                .Range(decimals, Math.Max(0, MostDecimals + 1 - decimals))
                                .Where(count => Fits(value, count))
                                .Select(count => (int?)count)
                                .FirstOrDefault(),
                            PadsDecimals = false,
                        },
                    };
                }
            }
        }

        return found;

        static bool Fits(float value, int decimals) => (float)Math.Round(value, decimals) == value;
    }

    private static Action<CsvHelper.CsvWriter> Bind(
        DataViewRow row,
        SeriesInferenceRows rows,
        CsvColumn column,
        bool isUncertainty
    ) =>
        TableRowWriter.BindSlot(
            row,
            isUncertainty ? UncertaintyColumn : ExpectedColumn,
            Array.IndexOf(rows.ColumnNames, column.Name),
            isUncertainty ? CsvColumn.Scalar(column.Name, CsvColumnKind.Number) : column
        );
}
