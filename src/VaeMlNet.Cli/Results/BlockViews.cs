using System.Collections.Concurrent;
using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Views of blocks of a CSV file after some steps, for several threads.</summary>
/// <remarks>A thread takes over the views of another block, because views take as long as some hundred rows to create.</remarks>
internal sealed class BlockViews(InferenceRows rows, params IReadOnlyList<ITransformer> steps)
{
    private readonly ConcurrentBag<(InferenceRows Rows, IDataView[] Views)> free = [];

    /// <summary>
    /// Writes results as CSV: those of blocks at the same time if the rows are divided into blocks, otherwise those of one row after the other.
    /// </summary>
    /// <param name="path">The file to create or replace; null to write nothing.</param>
    /// <param name="header">The columns of the results.</param>
    /// <param name="data">The view of all rows.</param>
    /// <param name="write">
    /// Writes the results of a block (null: of all rows), given the views after each step. Returns an action that runs after all rows before
    /// these were written.
    /// </param>
    /// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
    /// <param name="cancellationToken">Checked before each block.</param>
    public void Write(
        string? path,
        WrittenColumn[] header,
        IDataView data,
        Func<CsvFile?, IDataView[], CsvWriter, Action> write,
        IProgress<double> progress,
        CancellationToken cancellationToken
    )
    {
        if (rows.BatchSize is not { } batchSize)
        {
            IDataView[] views = [.. steps.Select(step => step.Transform(data))];
            CsvTable.Write(path, header, csv => write(null, views, csv)());
            return;
        }

        CsvTable.WriteBlocks(path, header, rows.Csv!, batchSize, WriteBlock, progress, cancellationToken);

        Action WriteBlock(CsvFile block, CsvWriter csv)
        {
            var taken = free.TryTake(out var other) ? other : Create();
            taken.Rows.Read(block);
            var end = write(block, taken.Views, csv);
            // What warnings need to know about the block.
            var tell = rows.Tell(taken.Rows);
            free.Add(taken);
            return () =>
            {
                end();
                tell();
            };
        }
    }

    private (InferenceRows Rows, IDataView[] Views) Create()
    {
        var own = rows.ForBlocks();
        var view = own.View(new MLContext());
        return (own, [.. steps.Select(step => step.Transform(view))]);
    }
}
