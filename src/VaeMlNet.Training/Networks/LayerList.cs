using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Builds a Sequential layer by layer. The names of the layers are keys of the checkpoint.</summary>
/// <param name="activation">The activation between layers.</param>
/// <param name="normalization">The normalization before each activation.</param>
/// <param name="dropout">The share of outputs that is dropped after each activation while training.</param>
internal sealed class LayerList(VaeActivation activation, VaeNormalization normalization, double dropout)
{
    private readonly List<(string Name, nn.Module<Tensor, Tensor> Module)> layers = [];

    /// <summary>
    /// Gets a value indicating whether layers have a bias. Batch normalization would cancel it, and has its own.
    /// </summary>
    public bool HasBias => normalization != VaeNormalization.Batch;

    /// <summary>Adds a layer without normalization or activation.</summary>
    public LayerList Add(string name, nn.Module<Tensor, Tensor> layer)
    {
        layers.Add((name, layer));
        return this;
    }

    /// <summary>Adds fully connected hidden layers, numbered from 1: [N, first width] -> [N, last width].</summary>
    public LayerList AddHidden(params IReadOnlyList<int> widths)
    {
        for (var i = 1; i < widths.Count; i++)
        {
            Add($"hidden{i}", nn.Linear(widths[i - 1], widths[i], HasBias));
            AddAfter(i, widths[i], isImage: false);
        }

        return this;
    }

    /// <summary>Adds a convolution or transposed convolution, followed by its normalization and activation.</summary>
    public LayerList AddConvolution(string name, int number, nn.Module<Tensor, Tensor> layer, int channels)
    {
        Add($"{name}{number}", layer);
        AddAfter(number, channels, isImage: true);
        return this;
    }

    /// <summary>Returns the layers in order; an identity layer if there are none.</summary>
    public Sequential ToSequential() => nn.Sequential(layers.Count > 0 ? layers : [("identity", nn.Identity())]);

    private void AddAfter(int number, int width, bool isImage)
    {
        var suffix = isImage ? $"_image{number}" : $"{number}";
        switch (normalization)
        {
            case VaeNormalization.Batch:
                Add($"norm{suffix}", NewBatchNorm(width, isImage));
                break;
            case VaeNormalization.Layer:
                Add($"norm{suffix}", nn.LayerNorm(width));
                break;
        }

        Add($"{activation.ToString().ToLowerInvariant()}{suffix}", NewActivation());
        if (dropout > 0)
        {
            Add($"dropout{suffix}", new SeededDropout(dropout));
        }
    }

    /// <summary>
    /// Creates a batch normalization that does not count its batches. TorchSharp adds 1 to the count by a number that the garbage
    /// collection can free (<see cref="HeldScalars"/>), and needs the count only without momentum.
    /// </summary>
    private static BatchNorm NewBatchNorm(int width, bool isImage)
    {
        BatchNorm norm = isImage ? nn.BatchNorm2d(width) : nn.BatchNorm1d(width);
        norm.num_batches_tracked = null;
        return norm;
    }

    private nn.Module<Tensor, Tensor> NewActivation() =>
        activation switch
        {
            VaeActivation.Relu => nn.ReLU(),
            VaeActivation.LeakyRelu => new HeldActivation(nn.LeakyReLU(0.01), x => x.leaky_relu(Held(0.01))),
            VaeActivation.Elu => new HeldActivation(nn.ELU(1), x => x.elu(Held(1), Held(1), Held(1))),
            VaeActivation.Selu => nn.SELU(),
            VaeActivation.Gelu => nn.GELU(),
            VaeActivation.Silu => nn.SiLU(),
            VaeActivation.Tanh => nn.Tanh(),
            VaeActivation.Sigmoid => nn.Sigmoid(),
            VaeActivation.Softplus => new HeldActivation(nn.Softplus(1, 20), x => x.Softplus()),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
        };
}
