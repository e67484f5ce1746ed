using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of a training step.</summary>
/// <param name="Batch">The rows to reconstruct, and their weights.</param>
/// <param name="NoisyInput">The input of the encoder, [n, D]; null if it is the rows.</param>
/// <param name="Noise">The noise for sampling z, [n, Z].</param>
internal sealed record StepRows(TrainingBatch Batch, Tensor? NoisyInput, Tensor Noise) : IDisposable
{
    /// <summary>Gets the labeled rows of the step; null without labels.</summary>
    public LabeledBatch? Labeled { get; init; }

    /// <summary>Gets the factors of each layer of dropout, [n, width]; empty if the layers draw them.</summary>
    public IReadOnlyList<Tensor> Dropout { get; init; } = [];

    /// <summary>Gets the rows to reconstruct, float32 [n, D].</summary>
    public Tensor Features => Batch.Features;

    /// <summary>Gets the input of the encoder, [n, D].</summary>
    public Tensor Input => NoisyInput ?? Features;

    /// <summary>Returns these rows on a device, with tensors that belong to no dispose scope.</summary>
    public StepRows DetachedOn(TrainingDevice device)
    {
        Dictionary<Tensor, Tensor> placed = new(ReferenceEqualityComparer.Instance); // input and features are often one tensor
        return new(
            new(Place(Features), Batch.Weights is { } weights ? Place(weights) : null),
            NoisyInput is null ? null : Place(NoisyInput),
            Place(Noise)
        )
        {
            Labeled = Labeled is null
                ? null
                : new(
                    Labeled.Rows with
                    {
                        Rows = Place(Labeled.Rows.Rows),
                        Labels = Place(Labeled.Rows.Labels),
                        Weights = Labeled.Rows.Weights is { } ofLabeled ? Place(ofLabeled) : null,
                    },
                    Place(Labeled.Input),
                    Place(Labeled.Noise)
                ),
            Dropout = [.. Dropout.Select(Place)],
        };

        Tensor Place(Tensor tensor)
        {
            if (!placed.TryGetValue(tensor, out var result))
            {
                result = device.Place(tensor);
                // All labeled rows, which are not a copy, stay where they are.
                placed[tensor] = result = ReferenceEquals(result, tensor) ? result.alias() : result;
                result.DetachFromDisposeScope();
            }

            return result;
        }
    }

    /// <summary>Frees the tensors. Only rows that belong to no dispose scope need it.</summary>
    public void Dispose()
    {
        Tensor?[] tensors =
        [
            Features,
            Batch.Weights,
            NoisyInput,
            Noise,
            Labeled?.Rows.Rows,
            Labeled?.Rows.Labels,
            Labeled?.Rows.Weights,
            Labeled?.Input,
            Labeled?.Noise,
            .. Dropout,
        ];
        Array.ForEach(tensors, tensor => tensor?.Dispose());
    }

    /// <summary>Returns the numbers of rows of the shares of a batch. They differ by at most one.</summary>
    public static IEnumerable<long> ShareSizes(long rowCount, int count) =>
        Enumerable.Range(0, count).Select(index => ShareOf(rowCount, index, count).Count);

    /// <summary>Returns the first row and the number of rows of a share of a batch.</summary>
    public static (long First, long Count) ShareOf(long rowCount, int index, int count)
    {
        var first = rowCount * index / count;
        return (first, (rowCount * (index + 1) / count) - first);
    }

    /// <summary>Returns neighboring rows: views, unless the rows have not been gathered yet.</summary>
    public StepRows Share(long first, long count)
    {
        Tensor Rows(Tensor all) => all.narrow(0, first, count);
        return new(Batch.Share(first, count), NoisyInput is null ? null : Rows(NoisyInput), Rows(Noise))
        {
            Dropout = [.. Dropout.Select(Rows)],
        };
    }
}
