using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// A batch of a step that samples missing cells. It runs encoder.onnx, samples z for each row, runs decoder.onnx, and samples
/// the missing cells.
/// </summary>
internal sealed class DrawnBatch : StepBatch
{
    private readonly PosteriorDraws posterior;
    private readonly OnnxBatch encoder;
    private readonly OnnxBatch decoder;
    private readonly TableDraws draws;
    private readonly TypedRows values;
    private readonly (int Input, GraphTensor Tensor)[] columns;
    private readonly ulong[] ids;

    /// <param name="step">A step whose graphs are encoder and decoder, and whose inputs are all columns of the model.</param>
    /// <param name="posterior">The sampler of latents and missing cells.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested columns of filled cells.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public DrawnBatch(
        BatchedOnnxStep step,
        PosteriorDraws posterior,
        StepSessions sessions,
        IReadOnlyList<GraphTensor> outputs,
        int capacity
    )
    {
        this.posterior = posterior;
        columns = [.. outputs.Select(o => (posterior.ColumnOf(o), o))];
        draws = posterior.DrawsOf(columns.Select(c => c.Input));
        encoder = new(sessions.Leases[0], step.Graphs[0].Inputs, posterior.EncoderOutputs, capacity);
        decoder = new(sessions.Leases[1], [posterior.Latent], draws.Parameters, capacity);
        values = new(outputs, capacity);
        ids = new ulong[capacity];
    }

    public override Span<T> Input<T>(int input, int row) => encoder.Input<T>(input, row);

    public override ReadOnlySpan<T> Output<T>(int output, int row) => values.Row<T>(output, row);

    /// <summary>
    /// Sets the id of the row at a place of the batch. The random numbers of the row depend on this id and the seed only.
    /// </summary>
    public void SetId(int row, DataViewRowId id) => ids[row] = id.Low ^ (id.High * 0x9E3779B97F4A7C15);

    public override void Run(int rowCount)
    {
        encoder.Run(rowCount);
        for (var row = 0; row < rowCount; row++)
        {
            posterior.ReadLatent(encoder, row, ids[row], decoder.Input<float>(0, row));
        }

        decoder.Run(rowCount);
        for (var row = 0; row < rowCount; row++)
        {
            draws.Write(decoder, row, posterior.CellsOf(ids[row]), values);
            KeepObserved(row);
        }
    }

    public override void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }

    private void KeepObserved(int row)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            (var input, var tensor) = columns[i];
            if (tensor.ElementType == TensorElementType.UInt32)
            {
                KeepObserved(
                    encoder.Input<uint>(input, row)[0],
                    ref values.Row<uint>(i, row)[0],
                    posterior.KeyCount(input)
                );
            }
            else
            {
                KeepObserved(encoder.Input<float>(input, row), values.Row<float>(i, row));
            }
        }
    }

    private static void KeepObserved(uint key, ref uint value, uint keyCount) =>
        value = key >= 1 && key <= keyCount ? key : value;

    private static void KeepObserved(ReadOnlySpan<float> x, Span<float> value)
    {
        for (var i = 0; i < x.Length; i++)
        {
            value[i] = float.IsNaN(x[i]) ? value[i] : x[i];
        }
    }
}
