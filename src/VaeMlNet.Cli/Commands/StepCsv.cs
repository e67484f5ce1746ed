using CsvHelper;
using Microsoft.ML;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Commands;

/// <summary>What an ML.NET step gives for rows, as a CSV file.</summary>
/// <remarks>Memory does not grow with the number of rows.</remarks>
internal static class StepCsv
{
    /// <summary>Runs a step over the file and writes a CSV row for every row.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="context">Where the bar is shown, and what cancels.</param>
    /// <param name="ml">The step's context.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="header">Given the rows' columns after the step, gives those of the CSV file.</param>
    /// <param name="step">The step to run.</param>
    /// <param name="bind">Given the cursor, gives what writes the current row's cells.</param>
    /// <returns>The number of rows.</returns>
    public static long Write<TTransformer>(
        string path,
        CommandContext context,
        MLContext ml,
        InferenceRows rows,
        Func<DataViewSchema, string[]> header,
        IEstimator<TTransformer> step,
        Func<DataViewRow, Action<CsvWriter>> bind
    )
        where TTransformer : ITransformer
    {
        long rowCount = context.Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar =>
            {
                IDataView data = rows.View(ml, bar);
                TTransformer transformer = step.Fit(data);
                using IDisposable? owned = transformer as IDisposable;
                IDataView transformed = transformer.Transform(data);
                long count = 0;
                CsvTable.Write(
                    path,
                    header(transformed.Schema),
                    csv => count = WriteRows(transformed, csv, bind, context.CancellationToken)
                );
                return count;
            }
        );
        rows.Warn(context.Terminal);
        return rowCount;
    }

    private static long WriteRows(
        IDataView view,
        CsvWriter csv,
        Func<DataViewRow, Action<CsvWriter>> bind,
        CancellationToken cancellationToken
    )
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Action<CsvWriter> writeCells = bind(cursor);
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writeCells(csv);
            csv.EndRecord();
        }

        return count;
    }
}
