using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace VaeMlNet;

/// <summary>The learned vectors of a column of keys in the input of layers, by manual backpropagation.</summary>
/// <param name="vectors">The vectors, [K, W]. <see cref="Backward"/> adds to their gradient.</param>
/// <param name="keySlot">The slot of the keys in a row.</param>
/// <param name="first">The first slot of the vectors in the input.</param>
internal sealed class EmbeddedKeyInput(LearnedNumbers vectors, int keySlot, int first)
{
    private readonly int keyCount = (int)vectors.Values.shape[0];
    private readonly int width = (int)vectors.Values.shape[1];
    private int[] keys = []; // of each row

    /// <summary>
    /// Creates the inputs of the encoder for all embedded keys of a network's table. The decoder's part of the gradient is there before <see
    /// cref="Backward"/>.
    /// </summary>
    public static IReadOnlyList<EmbeddedKeyInput> FindAll(
        VariationalAutoencoder network,
        FlatParameters parameters,
        Tensor gradient
    )
    {
        if (network.Likelihood is not TableLikelihood likelihood)
        {
            return [];
        }

        var table = network.Table!;
        var slots = table.EmbeddedSlots;
        var first = table.ValueWidth - slots.Length;
        List<EmbeddedKeyInput> inputs = [];
        foreach (var (slot, key) in slots.Zip(likelihood.EmbeddedKeys))
        {
            inputs.Add(new(parameters.Slice(key.Embedding.Weight, gradient), (int)slot, first));
            first += key.Embedding.Width;
        }

        return inputs;
    }

    /// <summary>Creates the inputs for all learned vectors of a network's conditions, which encoder and decoder read.</summary>
    public static IReadOnlyList<EmbeddedKeyInput> FindConditions(
        VariationalAutoencoder network,
        FlatParameters parameters,
        Tensor gradient
    ) =>
        network.ConditionLayer is null
            ? []
            :
            [
                .. network.ConditionLayer.Embeddings.Select(place => new EmbeddedKeyInput(
                    parameters.Slice(place.Embedding.Weight, gradient),
                    place.KeySlot,
                    place.First
                )),
            ];

    /// <summary>Writes the vectors of the rows' keys; 0 for other keys than 1 to K.</summary>
    /// <param name="rows">The rows, [n, D], at the beginning of contiguous rows.</param>
    /// <param name="input">The input, contiguous.</param>
    public void Write(Tensor rows, Tensor input)
    {
        var column = TensorValues.Memory(rows.narrow(1, keySlot, 1).contiguous());
        var all = TensorValues.Memory(vectors.Values);
        var inputs = TensorValues.Memory(input);
        var inputWidth = inputs.Length / column.Length;
        keys = keys.Length == column.Length ? keys : new int[column.Length];
        for (var row = 0; row < keys.Length; row++)
        {
            var key = column[row];
            keys[row] = key >= 1 && key <= keyCount ? (int)key : 0; // NaN is 0, too
            var place = inputs.Slice((row * inputWidth) + first, width);
            if (keys[row] > 0)
            {
                VectorOf(all, keys[row]).CopyTo(place);
            }
            else
            {
                place.Clear();
            }
        }
    }

    /// <summary>Sets the gradient of the vectors to 0.</summary>
    public void Clear() => vectors.Gradient.zero_();

    /// <summary>Adds the gradient by the input to that of the vectors.</summary>
    /// <param name="inputGradient">The gradient with respect to the input, contiguous.</param>
    public void Backward(Tensor inputGradient)
    {
        var all = TensorValues.Memory(vectors.Gradient);
        var gradients = TensorValues.Memory(inputGradient);
        var inputWidth = gradients.Length / keys.Length;
        for (var row = 0; row < keys.Length; row++)
        {
            if (keys[row] > 0)
            {
                var sums = VectorOf(all, keys[row]);
                var terms = gradients.Slice((row * inputWidth) + first, width);
                TensorPrimitives.Add(sums, terms, sums);
            }
        }
    }

    private Span<float> VectorOf(Span<float> all, int key) => all.Slice((key - 1) * width, width);
}
