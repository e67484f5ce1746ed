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
                    : WriteCsv(path, transformer, transformed, rows, results, bar, context.CancellationToken);
            }
        );
        rows.Warn(context.Terminal);
        return rowCount;
    }

    private static long WriteCsv(
        string path,
        ITransformer transformer,
        IDataView view,
        InferenceRows rows,
        StepResults results,
        IProgress<double> bar,
        CancellationToken cancellationToken
    )
    {
        var names = results.Header(view.Schema);
        var header = results.Kept?.Header(names) ?? names;
        long count = 0;
        if (rows.BatchSize is not { } batchSize)
        {
            CsvTable.Write(path, header, csv => count = WriteRows(view, csv, results, results.Bind, cancellationToken));
            return count;
        }

        BlockViews views = new(rows, transformer);
        CsvTable.WriteBlocks(path, header, rows.Csv!, batchSize, WriteBlock, bar, cancellationToken);
        return count;

        Action WriteBlock(CsvFile block, CsvWriter csv)
        {
            long written = 0;
            var end = () => { };
            var ofBlock = results with { Kept = results.Kept?.Over(block) };
            var tell = views.Read(
                block,
                read => written = WriteRows(read[0], csv, ofBlock, BindBlock, cancellationToken)
            );
            return () =>
            {
                count += written;
                tell();
                end();
            };

            Action<CsvWriter> BindBlock(DataViewRow row)
            {
                if (results.BindBlock is not { } bind)
                {
                    return results.Bind(row);
                }

                (var write, end) = bind(row);
                return write;
            }
        }
    }

    private static long WriteRows(
        IDataView view,
        CsvWriter csv,
        StepResults results,
        Func<DataViewRow, Action<CsvWriter>> bind,
        CancellationToken cancellationToken
    )
    {
        using var cursor = view.GetRowCursor(results.Columns.Select(name => view.Schema[name]));
        using var kept = results.Kept?.Open();
        var writeCells = bind(cursor);
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
