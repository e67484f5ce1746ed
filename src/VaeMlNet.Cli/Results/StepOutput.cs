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
    /// <param name="path">The file to write; null for none.</param>
    /// <param name="context">The terminal for the progress bar, and the cancellation token.</param>
    /// <param name="ml">The ML.NET context of the step.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="step">The step to run.</param>
    /// <param name="results">The results to write.</param>
    /// <returns>The number of rows.</returns>
    public static long Write<TTransformer>(
        string? path,
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
                return IdvFile.IsIdv(path)
                    ? IdvFile.Write(
                        path,
                        ml,
                        transformer.Transform(data),
                        results.Columns,
                        context.CancellationToken,
                        results.Watch
                    )
                    : WriteCsv(path, transformer, data, rows, results, bar, context.CancellationToken);
            }
        );
        rows.Warn(context.Terminal);
        return rowCount;
    }

    private static long WriteCsv(
        string? path,
        ITransformer transformer,
        IDataView data,
        InferenceRows rows,
        StepResults results,
        IProgress<double> bar,
        CancellationToken cancellationToken
    )
    {
        var names = results.Header(transformer.GetOutputSchema(data.Schema));
        var header = results.Kept?.Header(names) ?? names;
        long count = 0;
        new BlockViews(rows, transformer).Write(path, header, data, Write, bar, cancellationToken);
        return count;

        Action Write(CsvFile? block, IDataView[] views, CsvWriter csv)
        {
            var end = () => { };
            var kept = block is null ? results.Kept : results.Kept?.Over(block);
            var written = CsvTable.WriteRows(csv, views[0], results.Columns, Bind, kept, cancellationToken);
            return () =>
            {
                count += written;
                end();
            };

            Action<CsvWriter> Bind(DataViewRow row)
            {
                if (block is null || results.BindBlock is not { } bind)
                {
                    return results.Bind(row);
                }

                (var write, end) = bind(row);
                return write;
            }
        }
    }
}
