using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A batch of a step that fills missing cells. Only rows with a missing cell in a requested column are passed to the graphs; the others have
/// their values already.
/// </summary>
internal sealed class GapsBatch : StepBatch
{
    private readonly StepBatch graphs;
    private readonly TypedRows rows;
    private readonly int inputCount;
    private readonly Requested[] requested; // for each output
    private readonly byte[][] unknown; // NaN for each slot of an output
    private readonly DataViewRowId[] ids;
    private readonly int[] places; // of each row among those of the graphs; -1 for rows without missing cells

    /// <param name="step">A step whose first graph reads all columns of the model.</param>
    /// <param name="outputs">The requested columns of filled cells and of uncertainties.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    /// <param name="graphs">The batch that fills rows. This one disposes it.</param>
    public GapsBatch(BatchedOnnxStep step, IReadOnlyList<GraphTensor> outputs, int capacity, StepBatch graphs)
    {
        this.graphs = graphs;
        var inputs = step.Graphs[0].Inputs;
        rows = new(inputs, capacity);
        inputCount = inputs.Count;
        requested = [.. outputs.Select(output => Find(step.Folder!.Manifest.InputColumns, output))];
        unknown = [.. outputs.Select(output => MemoryMarshal.AsBytes(NaNs(output.Width)).ToArray())];
        ids = new DataViewRowId[capacity];
        places = new int[capacity];
    }

    public override RowValues Input(int input, int row) => rows.Row(input, row);

    public override void SetId(int row, DataViewRowId id) => ids[row] = id;

    public override RowValues Output(int output, int row) =>
        places[row] >= 0 ? graphs.Output(output, places[row])
        : requested[output].IsUncertainty ? new(unknown[output])
        : rows.Row(requested[output].Input, row);

    public override void Run(int rowCount)
    {
        var count = 0;
        for (var row = 0; row < rowCount; row++)
        {
            places[row] = Array.Exists(requested, column => HasGap(column, row)) ? count++ : -1;
            if (places[row] >= 0)
            {
                Pass(row, places[row]);
            }
        }

        if (count > 0)
        {
            graphs.Run(count);
        }
    }

    public override void Dispose() => graphs.Dispose();

    private static Requested Find(IReadOnlyList<VaeColumn> columns, GraphTensor output)
    {
        foreach (var (input, column) in columns.Index())
        {
            var isUncertainty = output.Name == GraphTensors.Uncertainty(column).Name;
            if (isUncertainty || output.Name == GraphTensors.ImputerOutput(column).Name)
            {
                return new(input, (uint?)column.KeyCount, isUncertainty);
            }
        }

        throw new ArgumentException($"No column of the model has the output '{output.Name}'.", nameof(output));
    }

    private static float[] NaNs(int count)
    {
        var values = new float[count];
        Array.Fill(values, float.NaN);
        return values;
    }

    private bool HasGap(Requested column, int row)
    {
        if (column.KeyCount is { } count)
        {
            var key = rows.Row<uint>(column.Input, row)[0];
            return key < 1 || key > count;
        }

        foreach (var number in rows.Row<float>(column.Input, row))
        {
            // NaN is not less.
            if (!(number < GraphTensors.KnownMissing))
            {
                return true;
            }
        }

        return false;
    }

    private void Pass(int row, int place)
    {
        for (var input = 0; input < inputCount; input++)
        {
            rows.Row<byte>(input, row).CopyTo(graphs.Input<byte>(input, place));
        }

        graphs.SetId(place, ids[row]);
    }

    /// <param name="Input">The index of the column among the inputs.</param>
    /// <param name="KeyCount">The number of categories of a key; null for numbers.</param>
    /// <param name="IsUncertainty">True if the output has the uncertainties of the column's cells.</param>
    private readonly record struct Requested(int Input, uint? KeyCount, bool IsUncertainty);
}
