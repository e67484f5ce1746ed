using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// Writes the results of an ML.NET step to a file: CSV, or ML.NET's binary format where the file name ends in .idv.
/// </summary>
/// <remarks>Memory does not grow with the number of rows.</remarks>
internal static class StepOutput
{
    /// <summary>Runs a step over the rows and writes the results of every row.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="context">The terminal for the progress bar, and the cancellation token.</param>
    /// <param name="ml">The ML.NET context of the step.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="step">The step to run.</param>
    /// <param name="results">The results to write.</param>
    /// <returns>The number of rows.</returns>
    public static long Write<TTransformer>(
        string path,
        CommandContext context,
        MLContext ml,
        InferenceRows rows,
        IEstimator<TTransformer> step,
        StepResults results
    )
        where TTransformer : ITransformer
    {
        var rowCount = context.Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar =>
            {
                var data = rows.View(ml, bar);
                var transformer = step.Fit(data);
                using var owned = transformer as IDisposable;
                var transformed = transformer.Transform(data);
                return IdvFile.IsIdv(path)
                    ? IdvFile.Write(path, ml, transformed, results.Columns, context.CancellationToken, results.Watch)
                    : WriteCsv(path, transformed, results, context.CancellationToken);
            }
        );
        rows.Warn(context.Terminal);
        return rowCount;
    }

    private static long WriteCsv(string path, IDataView view, StepResults results, CancellationToken cancellationToken)
    {
        long count = 0;
        CsvTable.Write(
            path,
            results.Kept?.Header(results.Header(view.Schema)) ?? results.Header(view.Schema),
            csv => count = WriteRows(view, csv, results, cancellationToken)
        );
        return count;
    }

    private static long WriteRows(
        IDataView view,
        CsvWriter csv,
        StepResults results,
        CancellationToken cancellationToken
    )
    {
        using var cursor = view.GetRowCursor(view.Schema);
        using var kept = results.Kept?.Open();
        var writeCells = results.Bind(cursor);
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            kept?.WriteNext(csv);
            writeCells(csv);
            csv.EndRecord();
        }

        return count;
    }
}
