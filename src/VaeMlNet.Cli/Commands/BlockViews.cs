using System.Collections.Concurrent;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Views of blocks of a CSV file after some steps, for several threads.</summary>
/// <remarks>A thread takes over the views of another block, because views take as long as some hundred rows to create.</remarks>
/// <param name="rows">The rows of the file.</param>
/// <param name="steps">The steps. Each reads the rows.</param>
internal sealed class BlockViews(InferenceRows rows, params IReadOnlyList<ITransformer> steps)
{
    private readonly ConcurrentBag<(InferenceRows Rows, IDataView[] Views)> free = [];

    /// <summary>Reads a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="read">Reads the views of the block, one after each step.</param>
    /// <returns>An action that adds what warnings need to know about the block.</returns>
    public Action Read(CsvFile block, Action<IDataView[]> read)
    {
        var taken = free.TryTake(out var other) ? other : Create();
        taken.Rows.Read(block);
        read(taken.Views);
        var tell = rows.Tell(taken.Rows);
        free.Add(taken);
        return tell;
    }

    private (InferenceRows Rows, IDataView[] Views) Create()
    {
        var own = rows.ForBlocks();
        var view = own.View(new MLContext());
        return (own, [.. steps.Select(step => step.Transform(view))]);
    }
}
