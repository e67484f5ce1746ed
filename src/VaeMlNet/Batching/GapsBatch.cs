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
    private readonly float[][] unknown; // NaN for each slot of an output
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
        var columns = step.Folder!.Manifest.InputColumns;
        var inputOf = step
            .Outputs.DistinctBy(output => output.Tensor.Name)
            .ToDictionary(o => o.Tensor.Name, o => o.Input);
        requested =
        [
            .. outputs.Select(output =>
            {
                var input = inputOf[output.Name];
                var isUncertainty = output.Name != GraphTensors.ImputerOutput(columns[input]).Name;
                return new Requested(input, columns[input], isUncertainty);
            }),
        ];
        unknown = [.. outputs.Select(output => Enumerable.Repeat(float.NaN, output.Width).ToArray())];
        ids = new DataViewRowId[capacity];
        places = new int[capacity];
    }

    public override RowValues Input(int input, int row) => rows.Row(input, row);

    public override void SetId(int row, DataViewRowId id) => ids[row] = id;

    public override RowValues Output(int output, int row) =>
        places[row] >= 0 ? graphs.Output(output, places[row])
        : requested[output].IsUncertainty ? new(MemoryMarshal.AsBytes(unknown[output].AsSpan()))
        : rows.Row(requested[output].Input, row);

    public override void Run(int rowCount)
    {
        var count = 0;
        for (var row = 0; row < rowCount; row++)
        {
            places[row] = Array.Exists(requested, output => HasGap(output, row)) ? count++ : -1;
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

    private bool HasGap(Requested output, int row) =>
        output.Column.KeyCount is not null
            ? !output.Column.IsObserved(rows.Row<uint>(output.Input, row)[0])
            : rows.Row<float>(output.Input, row).ContainsAny(float.NaN, GraphTensors.KnownMissing);

    private void Pass(int row, int place)
    {
        for (var input = 0; input < inputCount; input++)
        {
            rows.Row<byte>(input, row).CopyTo(graphs.Input<byte>(input, place));
        }

        graphs.SetId(place, ids[row]);
    }

    /// <param name="Input">The index of the column among the inputs.</param>
    /// <param name="Column">The column.</param>
    /// <param name="IsUncertainty">True if the output has the uncertainties of the column's cells.</param>
    private readonly record struct Requested(int Input, VaeColumn Column, bool IsUncertainty);
}
